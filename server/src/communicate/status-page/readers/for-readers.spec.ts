// What stands on a page for a part of the customers: nothing that is about other services, in none of its files.
import { describe, expect, test } from 'vitest'
import { readingOf } from '../artefacts.ts'
import type { Incident, Maintenance, Page, PageService } from '../status-page.store.ts'
import { Theme } from '../theme.contract.ts'
import { forReaders, incidentsFor, isForReaders, readersFolder } from './for-readers.ts'

const mails = { id: 'p-1', services: ['mail'] }

describe('A page for readers of some services', () => {
  test('names nothing of the others in any of its files: no service, no group, no incident, no planned work', () => {
    const files = readingOf(forReaders(page(), mails, [2030], 'http://status.test'), [
      { year: 2030, incidents: incidentsFor([shopIncident, mailIncident, shopBefore], mails) },
    ])
    expect(files.length).toBeGreaterThan(15)
    for (const [path, , body] of files) expect(`${path} ${body}`, path).not.toMatch(/shop|trade|checkout/i)
    const all = files.map(([, , body]) => body).join('\n')
    for (const theirs of ['Mail is down', 'Offices', 'New mail disks']) expect(all).toContain(theirs)
    expect(files.map(([path]) => path)).toEqual(
      expect.arrayContaining(['', 'de/', 'history', 'history/2030', 'incidents/C-1', 'de/incidents/C-1', 'history.atom']),
    )
  })

  test('has the bars of its services, and the state that these give', () => {
    const theirs = forReaders(page([shopIncident]), mails, [], 'http://status.test')
    expect(theirs.services.map(({ id, share }) => [id, share])).toEqual([['mail', { share: 1, days: 90 }]])
    expect(front(theirs)).toContain('state-none')
    expect(front(page([shopIncident]))).toContain('state-critical')
  })

  test('of what hurts several services, and of work on several, names its own alone', () => {
    const both = { ...mailIncident, services: [hurt('mail'), hurt('shop')], spans: [span('mail'), span('shop')] }
    const work = { ...mailWork, services: ['shop', 'mail'] }
    const theirs = forReaders({ ...page([both]), maintenances: [work] }, mails, [], 'http://status.test')
    expect(theirs.incidents.map(({ services, spans }) => [...services, ...spans].map(({ id }) => id))).toEqual([['mail', 'mail']])
    expect(theirs.maintenances.map(({ services }) => services)).toEqual([['mail']])
    for (const [path, , body] of readingOf(theirs, [])) expect(body, path).not.toMatch(/shop/i)
  })

  test('shows an incident that names no service, since it may be about any; of what was brought over only what names one of its own', () => {
    const nameless = { ...mailIncident, id: 'n', services: [], spans: [] }
    expect(incidentsFor([nameless, { ...nameless, id: 'b', brought: true }], mails).map(({ id }) => id)).toEqual(['n'])
  })

  test('of services that are not shown any more is empty, and still a page', () => {
    const theirs = forReaders(page(), { id: 'p-2', services: ['gone'] }, [], 'http://status.test')
    expect([theirs.services, theirs.groups, theirs.incidents, theirs.maintenances]).toEqual([[], [], [], []])
    expect(readingOf(theirs, []).length).toBeGreaterThan(10)
  })

  test('of all services is the whole page', () => {
    const whole = forReaders(page(), { id: 'p-3', services: null }, [2030], 'http://status.test')
    expect([whole.services.length, whole.groups.length, whole.incidents.length, whole.maintenances.length]).toEqual([2, 2, 2, 2])
  })

  test('asks nobody to subscribe, names no address that anybody could open, and has nothing for other pages', () => {
    const files = readingOf(forReaders(page(), mails, [], 'http://status.test'), [])
    for (const [path, , body] of files) {
      expect(body, path).not.toMatch(/status\.test\/acme|href="[^"]*(subscribe|notifications)/)
      expect(path).not.toMatch(/widget|badge/)
    }
    expect(isForReaders(readersFolder('p-1'))).toBe(true)
    expect(['', 'de/', 'history', 'fr/incidents/for'].some(isForReaders)).toBe(false)
  })
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const hurt = (id: string) => ({ id, degree: 'down' })
const span = (id: string) => ({ id, degree: 'down', since: null, until: null })
const incident = (id: string, number: string, service: string, title: string): Incident => ({
  ...{ id, number, severity: 1, status: 'commanded', onsetAt: at('08:00'), declaredAt: at('08:05'), restoredAt: null },
  services: [hurt(service)],
  spans: [span(service)],
  history: [{ at: at('08:05'), severity: 1, services: [service] }],
  updates: [{ id: `u-${id}`, phase: 'investigating', parts: { title }, texts: { en: { title } }, publishedAt: at('08:10'), nextUpdateAt: at('09:30') }],
  ...{ workarounds: [], workaroundsChangedAt: null },
})
const mailIncident = incident('i', 'C-1', 'mail', 'Mail is down')
const shopIncident = incident('s', 'C-SHOP', 'shop', 'The shop is down')
const shopBefore = { ...incident('b', 'C-SHOP-2', 'shop', 'The shop was slow'), restoredAt: at('08:30') }
const work = (id: string, service: string, title: string): Maintenance => ({
  ...{ id, title, state: 'scheduled', startsAt: at('20:00'), endsAt: at('21:00'), beganAt: null, endedAt: null, madeAt: at('07:00') },
  services: [service],
  notes: [{ id: `n-${id}`, state: 'scheduled', body: title, at: at('07:00') }],
})
const mailWork = work('w', 'mail', 'New mail disks')
const service = (id: string, name: string, groupId: string): PageService => ({
  ...{ id, name, groupId, description: null, position: 0, createdAt: at('00:00'), onPage: 'always', days: [], share: { share: 1, days: 90 } },
})
const page = (incidents = [mailIncident, shopIncident]): Page => ({
  ...{ brandId: 'acme', slug: 'acme', name: 'Acme', locale: 'en', timeZone: 'Etc/UTC', languages: ['en', 'de'], years: [2030], now: at('09:00') },
  services: [service('mail', 'Mail', 'g1'), service('shop', 'Shop', 'g2')],
  groups: [
    { id: 'g1', name: 'Offices', position: 0 },
    { id: 'g2', name: 'Trade', position: 1 },
  ],
  incidents,
  maintenances: [mailWork, work('x', 'shop', 'A new checkout')],
  ...{ home: 'http://status.test/acme', closed: false, theme: Theme.parse({}) },
})
const front = (of: Page) => readingOf(of, []).find(([path]) => path === '')?.[2] ?? ''
