import { describe, expect, test } from 'vitest'
import { keyFrom, readIncident, readMaintenance, SourceIncident } from './statuspage.ts'

describe('An incident of another status page', () => {
  const now = new Date('2030-06-01T00:00:00Z')
  test('is kept as it stood there, the newest word first', () => {
    const read = readIncident(incident({ incident_updates: [said('investigating', '09:00', 'We look.'), said('resolved', '10:00', 'It works.')] }), now)
    expect(read).toMatchObject({ source: 'abc', number: 'abc', title: 'Slow', impact: 'major', startedAt: at('08:55'), endedAt: at('10:00') })
    expect(read !== 'open' && read.updates.map(({ phase, body }) => [phase, body])).toEqual([
      ['resolved', 'It works.'],
      ['investigating', 'We look.'],
    ])
  })
  test('that goes on is not copied', () =>
    expect(readIncident(incident({ status: 'monitoring', resolved_at: null, incident_updates: [said('monitoring', '09:00')] }), at('12:00'))).toBe('open'))
  test('that nobody ended is over with its last word after a month of silence', () =>
    expect(readIncident(incident({ status: 'monitoring', resolved_at: null, incident_updates: [said('monitoring', '09:30')] }), now)).toMatchObject({
      endedAt: at('09:30'),
    }))
  test('that was looked back on a week later ended when it was resolved', () =>
    expect(
      readIncident(
        incident({
          status: 'postmortem',
          resolved_at: null,
          incident_updates: [said('postmortem', '23:00'), said('resolved', '10:00'), said('investigating', '09:00')],
        }),
        now,
      ),
    ).toMatchObject({ endedAt: at('10:00') }))
  test('names what it touched once, whether the incident or its updates say so', () => {
    const { services, degree } = readIncident(
      incident({
        components: [{ name: 'Mail' }],
        incident_updates: [
          {
            ...said('resolved', '10:00'),
            affected_components: [
              { code: 'x', name: 'Europe - Mail', old_status: 'operational', new_status: 'partial_outage' },
              { code: 'y', name: 'Mail' },
            ],
          },
        ],
      }),
      now,
    ) as { services: string[]; degree: string }
    expect([services, degree]).toEqual([['Mail', 'Europe - Mail'], 'down'])
  })
  test('with an odd id has an address that is plain', () =>
    expect(readIncident(incident({ id: '../../etc' }), now)).toMatchObject({ source: '../../etc', number: expect.stringMatching(/^[0-9a-f]{12}$/) }))
  test('never ends before it began', () =>
    expect(readIncident(incident({ resolved_at: '2030-01-01T08:00:00Z' }), now)).toMatchObject({ startedAt: at('08:55'), endedAt: at('08:55') }))
  test('is refused where a time is none', () =>
    expect(SourceIncident.safeParse({ id: 'a', name: 'b', status: 'resolved', created_at: 'yesterday' }).success).toBe(false))
})

describe('Planned work of another status page', () => {
  test('has its window and what was said, the oldest first', () =>
    expect(
      readMaintenance(
        incident({
          status: 'completed',
          scheduled_for: '2030-01-01T22:00:00Z',
          scheduled_until: '2030-01-01T23:00:00Z',
          incident_updates: [said('completed', '23:00'), said('scheduled', '09:00')],
        }),
      ),
    ).toMatchObject({ state: 'completed', startsAt: at('22:00'), notes: [{ state: 'scheduled' }, { state: 'completed' }] }))
  test('is left out where nobody says when', () => expect(readMaintenance(incident({}))).toBe(null))
})

describe('The key of a service', () => {
  test('is its name in plain letters', () =>
    expect([keyFrom('API Requests'), keyFrom('Zürich – Öffnung'), keyFrom('  ')]).toEqual([
      'api-requests',
      'zurich-offnung',
      expect.stringMatching(/^service-/),
    ]))
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const said = (status: string, time: string, body = 'words') => ({ id: `${status}-${time}`, status, body, created_at: `2030-01-01T${time}:00Z` })
const incident = (more: object) =>
  SourceIncident.parse({
    id: 'abc',
    name: 'Slow',
    status: 'resolved',
    impact: 'major',
    created_at: '2030-01-01T09:00:00Z',
    started_at: '2030-01-01T08:55:00Z',
    resolved_at: '2030-01-01T10:00:00Z',
    incident_updates: [],
    ...more,
  })
