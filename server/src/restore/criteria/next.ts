// The one thing to do next while a crisis is restored: what fails first, then the next share, then data, then what nobody has looked at.
import type { CriterionNow } from './restore.ts'

export type NextOf = {
  status: string
  criteria: Pick<CriterionNow, 'text' | 'state' | 'sentence'>[]
  services: { name: string; share: number; next: number | null }[]
  repairs: { text: string; state: string; required: boolean; records: number; mended: number }[]
}

/** @returns null once it is restored */
export function nextToRestore({ status, criteria, services, repairs }: NextOf): string | null {
  if (status === 'restored' || status === 'closed') return null
  const fails = criteria.find(({ state }) => state === 'failing')
  if (fails) return `Look at what fails: ${fails.text}. ${fails.sentence}`
  // Who does not bring services back by shares is not sent there.
  const begun = services.some(({ share }) => share > 0)
  const step = services.find(({ next }) => next !== null)
  if (begun && step) return `Bring ${step.name} to ${step.next} %, and look at its criteria there.`
  const repair = repairs.find(({ required, state }) => required && state === 'open')
  if (repair) return `Mend the ${(repair.records - repair.mended).toLocaleString('en')} records left: ${repair.text}.`
  const open = criteria.find(({ state }) => state === 'open')
  if (open) return `Check whether this holds: ${open.text}.`
  return 'Everything holds. Say that it is restored.'
}
