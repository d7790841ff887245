// Which agents belong together, and which supervisors lead them.
import type { components } from './api'
import { request } from './http'

type Schemas = components['schemas']

export type Team = Schemas['TeamShown']
export type Supervisor = Schemas['SupervisorShown']

export const readTeams = () => request<Schemas['TeamsShown']>('/teams')
/** `version`: the list that was seen; one that was changed meanwhile is not overwritten. */
export const writeTeams = (teams: Team[], version: string) => request<Schemas['TeamsShown']>('/teams', { method: 'PUT', body: { teams, version } })
export const readSupervisors = () => request<Schemas['SupervisorsShown']>('/supervisors').then(({ people }) => people)
