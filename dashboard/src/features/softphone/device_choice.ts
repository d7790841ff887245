import { reactive, watch } from 'vue'

export interface DeviceChoice {
  microphone: string
  speaker: string
  ringer: string
}

export interface DeviceList {
  microphones: MediaDeviceInfo[]
  outputs: MediaDeviceInfo[]
}

const REMEMBERED = 'softphone-devices'
export const USUAL = ''

export function rememberedChoice(text: string | null): DeviceChoice {
  const usual = { microphone: USUAL, speaker: USUAL, ringer: USUAL }
  try {
    const found = JSON.parse(text ?? '{}') as Partial<Record<keyof DeviceChoice, unknown>>
    for (const key of ['microphone', 'speaker', 'ringer'] as const) {
      const value = found[key]
      if (typeof value === 'string') usual[key] = value
    }
  } catch {
    // Somebody else's text under our name: the usual devices.
  }
  return usual
}

/** Empty means the machine's usual device. */
export const deviceChoice = reactive(rememberedChoice(localStorage.getItem(REMEMBERED)))
watch(deviceChoice, (now) => localStorage.setItem(REMEMBERED, JSON.stringify(now)))

export async function listDevices(): Promise<DeviceList> {
  const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? []
  // Without the right to the microphone names and ids are empty: such a list offers nothing to choose.
  const named = all.filter(({ deviceId, label }) => deviceId && deviceId !== 'default' && label)
  return {
    microphones: named.filter(({ kind }) => kind === 'audioinput'),
    outputs: named.filter(({ kind }) => kind === 'audiooutput'),
  }
}
