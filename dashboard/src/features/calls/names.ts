import { computed, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { mayWatchFloor } from '@/app/roles'
import { session } from '@/app/session'
import { readAgents, type NamedAgent } from '@/data/calls'
import { useFloor } from '@/data/floor'
import { useQueueNames } from '@/features/floor/queue_names'
import { NOTHING } from '@/format/figure'

/** What queues and agents are called, as far as this person may see the floor. */
export function useNames() {
  const { locale } = useI18n()
  const floor = mayWatchFloor(session.person) ? useFloor() : null
  const queueName = useQueueNames(() => floor?.queues.value ?? [])
  // The floor has only who sits somewhere now; a call of yesterday names who does not.
  const everybody = shallowRef<readonly NamedAgent[]>([])
  if (floor) void readAgents().then((agents) => (everybody.value = agents), () => undefined)
  const known = computed(() => {
    const agents = new Map<string, string>()
    for (const { agent, name, work_number } of [...everybody.value, ...(floor?.seats.value ?? [])]) {
      if (agent) agents.set(agent, [name, work_number].filter(Boolean).join(' ') || agent)
    }
    return agents
  })
  const collator = computed(() => new Intl.Collator(locale.value))
  return {
    queueName,
    agentName: (agent: string | null) => (agent === null ? NOTHING : (known.value.get(agent) ?? agent)),
    queues: computed(() => (floor?.queues.value ?? []).map(({ queue }) => ({ value: queue, label: queueName(queue) }))),
    agents: computed(() =>
      [...known.value].map(([value, label]) => ({ value, label })).sort((a, b) => collator.value.compare(a.label, b.label)),
    ),
  }
}
