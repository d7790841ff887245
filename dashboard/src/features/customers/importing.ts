import type { Import, ImportAsked } from '@/data/transfers'

export type Step = 'file' | 'mapping' | 'check' | 'run'

/** What the columns are taken for: column → field, '' for none. */
export type Mapping = Record<number, string>

export function mappingOf(job: Import): Mapping {
  return Object.fromEntries(job.columns.map(({ column, field }) => [column, field ?? '']))
}

/** A field stands for one column, telephone numbers for any: choosing it anew frees the other column. */
export function chosen(mapping: Mapping, column: number, field: string): Mapping {
  const others = Object.entries(mapping).map(([key, value]) => [key, field !== 'phones' && value === field ? '' : value])
  return { ...Object.fromEntries(others), [column]: field }
}

/** A row without a name and without a number is nobody. */
export function tellsWho(mapping: Mapping): boolean {
  return Object.values(mapping).some((field) => field === 'name' || field === 'phones')
}

export function askedOf(mapping: Mapping, job: Pick<Import, 'has_header' | 'on_duplicate'>, dryRun: boolean): ImportAsked {
  const columns = Object.entries(mapping).filter(([, field]) => field !== '')
  return {
    mapping: columns.map(([column, field]) => ({ column: Number(column), field })),
    has_header: job.has_header, on_duplicate: job.on_duplicate, dry_run: dryRun,
  }
}

export function stepOf(job: Import | null): Step {
  if (!job) return 'file'
  if (job.state === 'uploaded' || job.state === 'removed') return 'mapping'
  return job.dry_run ? 'check' : 'run'
}

/** From 0 to 1; null when nobody knows how many rows there are. */
export function partDone({ read, total }: Import['progress']): number | null {
  return total ? Math.min(1, read / total) : null
}
