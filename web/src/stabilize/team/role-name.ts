import { t, tOf } from '../../strings/t.ts'

const core = [
  'commander',
  'communication-lead',
  'technical-lead',
  'operations-coordinator',
  'executive-sponsor',
  'legal-privacy',
  'finance-approver',
  'scribe',
] as const

/** What a seat is called: the house's own by the catalogue, a playbook's extra by its title. */
export function roleName(role: string, title?: string | null): string {
  const known = core.find((each) => each === role)
  if (title) return title
  return known ? tOf('role', known) : role.replaceAll('-', ' ')
}

/** What the house says about a seat where the playbook says nothing. */
export function roleAbout(role: string, about: string | null): string {
  const known = core.find((each) => each === role)
  return about ?? (known ? tOf('roleAbout', known) : t('team.extra'))
}
