// An escalation policy: whom a crisis asks for, step by step; the first policy that fits a crisis is used, and without one everybody who may lead is asked.
import type { Group } from '../../platform/auth/permissions.ts'

export type Target = { kind: 'rotation' | 'person'; id: string } | { kind: 'group'; group: Group }
/** `afterMinutes` counts from the step before; the first step fires at once. */
export type Step = { afterMinutes: number; targets: Target[] }
export type Policy = {
  id: string | null
  name: string
  steps: Step[]
  /** How many times it begins anew after its last step. */
  repeats: number
  /** Minutes from the last step until it begins anew; and between calls of the last step once it has run out. */
  repeatAfterMinutes: number
}
/** Each list empty or left out: any. */
export type Filter = { severities?: number[]; kinds?: string[]; services?: string[] }
export type About = { severity: number; kind: string; services: string[] }

export const lastResort: Target[] = [
  { kind: 'group', group: 'commander' },
  { kind: 'group', group: 'administrator' },
]
export const lastResortPolicy: Policy = {
  id: null,
  name: 'Everybody who may lead',
  steps: [{ afterMinutes: 0, targets: lastResort }],
  repeats: 0,
  repeatAfterMinutes: 5,
}

export const keyOf = (target: Target): string => (target.kind === 'group' ? `group/${target.group}` : `${target.kind}/${target.id}`)

/** The first in order that fits; the last resort where none does. */
export const policyFor = (policies: (Policy & { filter: Filter })[], crisis: About): Policy => {
  const found = policies.find(({ filter }) => fits(filter, crisis))
  if (!found) return lastResortPolicy
  const { filter: _, ...policy } = found
  return policy
}

const fits = ({ severities, kinds, services }: Filter, crisis: About) =>
  allows(severities, [crisis.severity]) && allows(kinds, [crisis.kind]) && allows(services, crisis.services)
const allows = <T>(wanted: T[] | undefined, given: T[]) => !wanted || wanted.length === 0 || given.some((each) => wanted.includes(each))
