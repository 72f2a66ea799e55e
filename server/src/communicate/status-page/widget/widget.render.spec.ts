import { gzipSync } from 'node:zlib'
import { Theme } from '../theme.contract.ts'
import { describe, expect, test } from 'vitest'
import { forFiles } from '../export.ts'
import type { Incident, Page } from '../status-page.store.ts'
import { widgetFiles, widgetScript, widgetState } from './widget.render.ts'

describe('The widget for other pages', () => {
  test('is less than 10 kB on its way, style and words of six languages included', () => expect(gzipSync(widgetScript).length).toBeLessThan(10_000))
  test('is a script that stands alone, and makes no text into code or markup', () => {
    expect(() => new Function(widgetScript)).not.toThrow()
    expect(widgetScript).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|__vi|import\(/)
    expect(widgetScript).not.toMatch(/\.cookie|sessionStorage|setAttribute\('style'|\.style\b/)
  })
  test('is told of open incidents only, with the newest word and the services that are still hurt', () => {
    const state = widgetState(page([incident(), incident({ restoredAt: new Date('2030-01-01T10:00:00Z') })]))
    expect(state).toMatchObject({ name: 'Acme', locale: 'en', state: 'hurting', page: '', notices: 'subscribe' })
    expect(state.incidents).toEqual([
      {
        id: expect.any(String),
        update: expect.any(String),
        title: 'Mail is <b>slow</b>',
        phase: 'identified',
        impact: 'major',
        text: 'A disk is full.',
        publishedAt: '2030-01-01T09:20:00.000Z',
        nextUpdateAt: '2030-01-01T09:50:00.000Z',
        link: 'incidents/C-2030-001',
        services: [{ id: expect.any(String), name: 'Mail' }],
      },
    ])
  })
  test('each update has its own name, so that who put one away sees the next', () => {
    const [one, other] = ['u1', 'u2'].map((id) => widgetState(page([incident({ updates: [{ ...update, id }] })])).incidents[0]?.update)
    expect(one).not.toBe(other)
  })
  test('is told of the chat only where the brand wants its button', () => {
    expect(widgetState(page([])).chat).toBe(false)
    expect(widgetState({ ...page([]), chat: true }).chat).toBe(true)
  })
  test('without incidents everything works', () => expect(widgetState(page([]))).toMatchObject({ state: 'allWell', incidents: [] }))
  test('a long word is told up to where it fits', () => {
    const long = { ...update, parts: { title: 'x', happened: `${'word '.repeat(100)}` } }
    const text = widgetState(page([incident({ updates: [long] })])).incidents[0]?.text as string
    expect(text).toMatch(/word…$/)
    expect(text.length).toBeLessThanOrEqual(301)
  })
  test('beside plain files its links lead to files, and to nothing that needs a server', () => {
    const [, , json] = widgetFiles(page([incident()])).find(([path]) => path === 'widget.json') as [string, string, string]
    expect(JSON.parse(forFiles('widget.json', json))).toMatchObject({
      page: 'index.html',
      notices: null,
      chat: false,
      incidents: [{ link: 'incidents/C-2030-001.html', title: 'Mail is <b>slow</b>' }],
    })
  })
})

const update: Incident['updates'][number] = {
  id: 'u1',
  phase: 'identified',
  parts: { title: 'Mail is <b>slow</b>', happened: 'A disk is full.' },
  publishedAt: new Date('2030-01-01T09:20:00Z'),
  nextUpdateAt: new Date('2030-01-01T09:50:00Z'),
}
const incident = (more: Partial<Incident> = {}): Incident => ({
  id: 'c1',
  number: 'C-2030-001',
  severity: 2,
  status: 'declared',
  onsetAt: new Date('2030-01-01T09:00:00Z'),
  declaredAt: new Date('2030-01-01T09:05:00Z'),
  restoredAt: null,
  services: [
    { id: 's1', degree: 'down' },
    { id: 's2', degree: 'over' },
  ],
  spans: [],
  updates: [update],
  workarounds: [],
  workaroundsChangedAt: null,
  ...more,
})
const page = (incidents: Incident[]): Page => ({
  brandId: 'b1',
  slug: 'acme',
  name: 'Acme',
  locale: 'en',
  timeZone: 'UTC',
  services: ['Mail', 'Calendar'].map((name, position) => ({
    id: `s${position + 1}`,
    name,
    description: null,
    position,
    createdAt: new Date(0),
    groupId: null,
    onPage: 'always',
    days: [],
    share: null,
  })),
  languages: ['en'],
  groups: [],
  maintenances: [],
  years: [],
  incidents,
  now: new Date('2030-01-01T09:30:00Z'),
  home: 'http://status.test/acme',
  closed: false,
  theme: Theme.parse({}),
})
