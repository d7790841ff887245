import { ref, watch } from 'vue'

const REMEMBERED = 'supervisor-phone'

/** Whether this supervisor uses a phone on this machine; many only watch. */
export const ownPhoneOn = ref(localStorage.getItem(REMEMBERED) === '1')
watch(ownPhoneOn, (on) => localStorage.setItem(REMEMBERED, on ? '1' : '0'))
