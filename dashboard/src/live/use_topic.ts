import { computed, onScopeDispose, reactive, ref, shallowReactive, type ComputedRef } from 'vue'
import { LiveConnection, type ConnectionState, type Refusal, type SocketLike } from './connection'
import { EMPTY, type TopicView } from './topic'

const views = shallowReactive(new Map<string, TopicView>())

export const liveState = reactive({
  state: 'idle' as ConnectionState,
  heardAtMs: null as number | null,
  clockAheadMs: 0,
  refusal: null as Refusal | null,
})

const signedOutListeners = new Set<() => void>()

/** Called when the platform closed the socket because the session is over. */
export function onLiveSignedOut(listener: () => void): void {
  signedOutListeners.add(listener)
}

function address(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`
}

const connection = new LiveConnection(
  {
    open: () => new WebSocket(address()) as unknown as SocketLike,
    now: () => Date.now(),
    random: () => Math.random(),
  },
  {
    viewed: (topic, view) => views.set(topic, view),
    signedOut: () => signedOutListeners.forEach((listener) => listener()),
    changed: () => {
      liveState.state = connection.state
      liveState.heardAtMs = connection.heardAtMs
      liveState.clockAheadMs = connection.clockAheadMs
      liveState.refusal = connection.refusal
    },
  },
)

if (typeof window !== 'undefined') window.addEventListener('online', () => connection.hurry())

/** The topic's entries while the calling component lives. */
export function useTopic(topic: string): ComputedRef<TopicView> {
  connection.want(topic)
  onScopeDispose(() => connection.release(topic))
  return computed(() => views.get(topic) ?? EMPTY)
}

export function closeLive(): void {
  connection.close()
  views.clear()
}

const machineNowMs = ref(Date.now())
if (typeof window !== 'undefined') window.setInterval(() => (machineNowMs.value = Date.now()), 250)

/** This machine's clock, four times a second. */
export const nowMs: ComputedRef<number> = computed(() => machineNowMs.value)

/** The platform's clock; timers of the floor run on it, whatever this machine's clock says. */
export const platformNowUs: ComputedRef<number> = computed(() => (machineNowMs.value + liveState.clockAheadMs) * 1000)
