import type { MessageState } from '@/data/voice_messages'
import { dayQueryOf, dayScopeOf, type DayScope } from '@/features/handling/day_scope'
import type { LocationQuery } from 'vue-router'

export const MESSAGE_STATES: readonly MessageState[] = ['open', 'handled']
// Whoever comes here comes for what is still to be done, from whenever it is.
const PLAIN = { days: 'month', state: 'open' } as const

export type MessageScope = DayScope<MessageState>
export const messageScopeOf = (query: LocationQuery): MessageScope => dayScopeOf(query, MESSAGE_STATES, PLAIN)
export const messageQueryOf = (scope: MessageScope) => dayQueryOf(scope, PLAIN)
