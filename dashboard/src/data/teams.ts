// Which agents belong together, and which supervisors lead them.
import type { components } from './api'
import { request } from './http'

type Schemas = components['schemas']

export type Team = Schemas['TeamShown']
export type Supervisor = Schemas['SupervisorShown']

export const readTeams = () => request<Schemas['TeamsShown']>('/teams').then(({ teams }) => teams)
export const writeTeams = (teams: Team[]) => request<Schemas['TeamsShown']>('/teams', { method: 'PUT', body: { teams } }).then((saved) => saved.teams)
export const readSupervisors = () => request<Schemas['SupervisorsShown']>('/supervisors').then(({ people }) => people)
