import { describe, expect, test } from 'vitest'
import type { Incident } from './incidents.ts'
import { planReplay } from './plan.ts'

describe('Replaying an incident', () => {
  test('it is declared at its start where that is earlier than the first update', () =>
    expect(planReplay(incident({ started: '09:00' })).declaredAt).toEqual(at('09:00')))
  test('else at the first update', () => expect(planReplay(incident({ started: '09:30' })).declaredAt).toEqual(at('09:10')))
  test('the time to the first message is known only with a start of its own', () => {
    expect(planReplay(incident({ started: '09:00' })).timeToFirstMessage).toBe(10)
    expect(planReplay(incident({ started: '09:10' })).timeToFirstMessage).toBeNull()
  })
  test('the update that says it is resolved is the last word', () => expect(finals(incident({}))).toEqual([at('10:00')]))
  test('what comes after it is after the fact', () => expect(planReplay(incident({})).afterTheFact).toBe(1))
  test('without such a word the first update after the end is the last word', () =>
    expect(finals(incident({ plain: true, resolved: '09:30' }))).toEqual([at('10:00')]))
  test('without an end the last update is', () => expect(finals(incident({ plain: true, resolved: null }))).toEqual([at('12:00')]))
  test('it is restored at its stated end', () =>
    expect(planReplay(incident({ resolved: '09:55' })).steps.find((step) => step.act === 'restore')?.at).toEqual(at('09:55')))
  test('updates out of order are put in order', () => expect(planReplay(incident({})).published).toEqual([at('09:10'), at('10:00')]))
  test('their words for impact become our severity', () => expect(planReplay(incident({ impact: 'critical' })).severity).toBe(1))
  test('an unknown word is medium', () => expect(planReplay(incident({ impact: 'odd' })).severity).toBe(3))
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const finals = (of: Incident) => planReplay(of).steps.flatMap((step) => (step.act === 'publish' && step.final ? [step.at] : []))
const incident = ({
  started = '09:00',
  resolved = '10:00',
  plain = false,
  impact = 'minor',
}: {
  started?: string
  resolved?: string | null
  plain?: boolean
  impact?: string
}): Incident => ({
  provider: 'p',
  id: '1',
  title: 't',
  impact,
  components: [],
  started_at: at(started),
  resolved_at: resolved ? at(resolved) : null,
  updates: [
    { at: at('10:00'), status: plain ? 'update' : 'resolved', body: 'b' },
    { at: at('09:10'), status: plain ? 'update' : 'investigating', body: 'a' },
    { at: at('12:00'), status: plain ? 'update' : 'postmortem', body: 'c' },
  ],
})
