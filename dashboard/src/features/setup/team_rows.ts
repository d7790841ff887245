import type { Team } from '@/data/teams'

/** An agent in the team at `index`, and in no other one: the platform allows one team. */
export function withAgent(teams: readonly Team[], index: number, agent: string, inside: boolean): Team[] {
  return teams.map((team, at) => {
    const others = team.agents.filter((each) => each !== agent)
    return { ...team, agents: at === index && inside ? [...others, agent].sort() : others }
  })
}

/** The team of each agent, by its place in the list. */
export function placeOf(teams: readonly Team[]): Map<string, number> {
  return new Map(teams.flatMap((team, at) => team.agents.map((agent) => [agent, at] as const)))
}
