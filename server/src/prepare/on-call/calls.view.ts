// Whom a declaration of this kind would call, and when: for looking ahead, before anything has happened.
import type { Db } from '../../platform/database/connect.ts'
import { peopleHere, whoStandsBehind } from './on-call.store.ts'
import { policiesInOrder } from './policies.store.ts'
import { keyOf, policyFor } from './policy.ts'

/** Minutes after the declaration, by the policy that fits severity and kind; one that asks for services is passed over, for none are named yet. */
export async function callsAhead(db: Db, about: { severity: number; kind: string }, at: Date): Promise<{ afterMinutes: number; who: string }[]> {
  const { steps } = policyFor(await policiesInOrder(db), { ...about, services: [] })
  const [behind, people] = await Promise.all([
    whoStandsBehind(
      db,
      steps.flatMap((step) => step.targets),
      at,
    ),
    peopleHere(db),
  ])
  let afterMinutes = 0
  return steps.map((step) => {
    afterMinutes += step.afterMinutes
    const persons = [...new Set(step.targets.flatMap((target) => behind[keyOf(target)] ?? []))]
    const who = persons.map((id) => people.get(id)?.name ?? 'somebody')
    return { afterMinutes, who: who.length > 0 ? who.join(', ') : 'nobody stands behind this step' }
  })
}
