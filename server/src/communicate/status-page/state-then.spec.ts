import { describe, expect, test } from 'vitest'
import { shiftsOf, workShiftsOf } from './state-then.ts'
import type { Incident, Maintenance, Page } from './status-page.store.ts'

describe('What an update changed in the services', () => {
  test('is what was shown with it, whatever came later: first down, then limited, then well again', () => {
    const incident = outage({
      restoredAt: at('11:00'),
      severity: 3,
      history: [
        { at: at('09:00'), severity: 2, services: ['mail'] },
        { at: at('09:40'), severity: 3, services: null },
      ],
      updates: [said('u3', 'resolved', '11:00'), said('u2', 'identified', '10:00'), said('u1', 'investigating', '09:10')],
    })
    expect(shifts(incident)).toEqual({
      u1: ['mail: operational > partial_outage'],
      u2: ['mail: partial_outage > degraded_performance'],
      u3: ['mail: degraded_performance > operational'],
    })
  })
  test('is of those that it was about then: one that joined later is not in earlier updates, one that left is in those that it was in', () => {
    const incident = outage({
      history: [
        { at: at('09:00'), severity: 1, services: ['mail'] },
        { at: at('09:30'), severity: null, services: ['shop'] },
      ],
      services: [{ id: 'shop', degree: 'down' }],
      spans: [{ id: 'shop', degree: 'down', since: null, until: null }],
      updates: [said('u3', 'identified', '11:00'), said('u2', 'identified', '10:00'), said('u1', 'investigating', '09:10')],
    })
    expect(shifts(incident)).toEqual({
      u1: ['mail: operational > major_outage'],
      u2: ['mail: major_outage > operational', 'shop: operational > major_outage'],
      u3: ['shop: major_outage > major_outage'],
    })
  })
  test('counts what else was wrong with it: a second incident does not make well what the first one holds down', () => {
    const first = outage({ id: 'first', history: [{ at: at('08:00'), severity: 1, services: ['mail'] }], updates: [said('a1', 'investigating', '08:10')] })
    const second = outage({
      history: [{ at: at('09:00'), severity: 3, services: ['mail'] }],
      updates: [said('u2', 'resolved', '10:00'), said('u1', 'investigating', '09:10')],
    })
    expect(shifts(second, first)).toEqual({ u1: ['mail: major_outage > major_outage'], u2: ['mail: major_outage > major_outage'] })
  })
  test('is the scope and the severity of now where the facts are older than what they say', () => {
    expect(shifts(outage({ history: [], severity: 2, updates: [said('u1', 'investigating', '09:10')] }))).toEqual({
      u1: ['mail: operational > partial_outage'],
    })
  })
  test('at planned work is that it goes under maintenance and comes back', () => {
    const work = {
      ...{
        id: 'w',
        title: 'Work',
        state: 'completed',
        startsAt: at('09:00'),
        endsAt: at('10:00'),
        beganAt: at('09:00'),
        endedAt: at('10:00'),
        madeAt: at('08:00'),
      },
      services: ['mail'],
      notes: [note('n4', 'completed', '10:00'), note('n3', 'verifying', '09:50'), note('n2', 'in_progress', '09:00'), note('n1', 'scheduled', '08:00')],
    } as Maintenance
    expect(shown(workShiftsOf({ ...page, maintenances: [work] }, work))).toEqual({
      n1: ['mail: operational > operational'],
      n2: ['mail: operational > under_maintenance'],
      n3: ['mail: under_maintenance > under_maintenance'],
      n4: ['mail: under_maintenance > operational'],
    })
  })
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const page = { services: [{ id: 'mail' }, { id: 'shop' }], groups: [], incidents: [], maintenances: [] } as unknown as Page
const said = (id: string, phase: string, time: string) =>
  ({ id, phase, parts: { title: 'x' }, publishedAt: at(time), nextUpdateAt: null }) as Incident['updates'][number]
const note = (id: string, state: string, time: string) => ({ id, state, body: '', at: at(time) }) as Maintenance['notes'][number]
const outage = (more: Partial<Incident>): Incident => ({
  ...{ id: 'i', number: 'C-1', severity: 1, status: 'commanded', onsetAt: at('08:00'), declaredAt: at('09:00'), restoredAt: null },
  services: [{ id: 'mail', degree: 'down' }],
  spans: [{ id: 'mail', degree: 'down', since: null, until: null }],
  ...{ updates: [], workarounds: [], workaroundsChangedAt: null },
  ...more,
})
const shifts = (incident: Incident, ...others: Incident[]) => shown(shiftsOf({ ...page, incidents: [incident, ...others] }, incident))
const shown = (found: ReturnType<typeof shiftsOf>) =>
  Object.fromEntries(
    [...found]
      .map(([id, of]) => [id, of.map((shift) => `${shift.id}: ${shift.old} > ${shift.new}`)])
      .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
  )
