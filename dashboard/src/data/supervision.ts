import { request } from './http'
import type { SupervisedAct } from './station_contract'

export type ForcedState = 'ready' | 'break' | 'signed_out'

/** What the supervisor's own phone dials to do it; used once, and only by that phone. */
export const askToSupervise = (seat: string, act: SupervisedAct) => request<{ dial: string }>('/supervision', { method: 'POST', body: { seat, act } })

export const forceState = (agent: string, to: ForcedState, reason?: string) =>
  request<unknown>(`/agents/${encodeURIComponent(agent)}/force`, { method: 'POST', body: { to, ...(reason ? { reason } : {}) } })

export interface BreakReason {
  code: string
  zh: string
  en: string
}

export const readBreakReasons = () => request<{ reasons: BreakReason[] }>('/break-reasons').then(({ reasons }) => reasons)
