import type { CategoryPlan, ContactCategory } from '@/data/contacts'

/** The categories of one queue; those without a queue are for all. */
export function offered(plan: CategoryPlan, queue: string | null): ContactCategory[] {
  return plan.categories.filter(({ queues }) => queues.length === 0 || queue === null || queues.includes(queue))
}

/** What has to be filled in before the next call; null when nothing. */
export function missingOf(plan: CategoryPlan, queue: string | null, category: string | null, notes: string): 'category' | 'notes' | null {
  const chosen = plan.categories.find(({ code }) => code === category)
  if (!chosen) return queue !== null && plan.required_queues.includes(queue) ? 'category' : null
  return chosen.notes_required && !notes.trim() ? 'notes' : null
}
