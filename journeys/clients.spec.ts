// Programs that were written for Statuspage read our page as they read theirs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { foreign, inForeign } from './support/foreign.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Named = { name: string; status: string }

describe('Programs written for Statuspage', () => {
  let system: TestSystem
  let folder: string | undefined
  let home: string
  beforeAll(async () => {
    folder = await foreign({ 'statuspage.io': '3.3.8', 'rss-parser': '3.13.0' })
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    const company = await smallCompany(system, 4)
    const ann = await system.person('Ann', 'administrator')
    const { body: crisis } = await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })
    const { body } = await ann.post(`/api/crises/${crisis.id}/updates`, {
      ...update(),
      nextUpdateAt: null,
      parts: { title: 'Mail is down & out', happened: 'It fell.\n\nTwice.' },
    })
    await ann.post(`/api/updates/${body.id}/submission`, {})
    for (const [title, startsAt, endsAt] of [
      ['New disks', '2030-03-02T22:00:00Z', '2030-03-02T23:00:00Z'],
      ['New wires', '2030-03-01T08:30:00Z', '2030-03-01T10:00:00Z'],
    ])
      await ann.post('/api/maintenances', { title, services: [company.shop], startsAt, endsAt, body: 'Slow for a while.' })
    await system.tick()
    await system.web.refreshStatus()
    await system.web.status.listen({ host: '127.0.0.1', port: 0 })
    home = `http://127.0.0.1:${(system.web.status.server.address() as { port: number }).port}/${company.slug}`
  }, 150_000)
  afterAll(() => system.close())

  test('the client statuspage.io finds everything where it looks for it', async ({ skip }) => {
    if (!folder) return skip('the packages cannot be had here')
    const found = await inForeign<{
      summary: { page: { name: string }; status: { indicator: string }; components: Named[]; incidents: Named[]; scheduled_maintenances: Named[] }
      status: { status: { description: string } }
      components: { components: Named[] }
      incidents: { incidents: Named[] }
      unresolved: { incidents: Named[] }
      upcoming: { scheduled_maintenances: Named[] }
    }>(
      folder,
      `const { Statuspage } = require('statuspage.io'); const page = new Statuspage('any'); page.setApiUrl(args.home);
       const { api } = page; give({ summary: await api.getSummary(), status: await api.getStatus(), components: await api.getComponents(), incidents: await api.incidents.getAll(), unresolved: await api.incidents.getUnresolved(), upcoming: await api.scheduledMaintenances.getUpcoming() })`,
      { home },
    )
    expect(found.summary.page.name).toBe('Acme')
    expect(found.summary.components.map(({ name, status }) => [name, status])).toEqual([
      ['Mail', 'degraded_performance'],
      ['Shop', 'under_maintenance'],
    ])
    expect(found.components.components).toEqual(found.summary.components)
    expect(found.summary.incidents).toEqual(found.unresolved.incidents)
    expect(found.incidents.incidents.map(({ name, status }) => [name, status])).toEqual([['Mail is down & out', 'investigating']])
    expect(found.summary.scheduled_maintenances.map(({ name, status }) => [name, status])).toEqual([
      ['New wires', 'in_progress'],
      ['New disks', 'scheduled'],
    ])
    expect(found.upcoming.scheduled_maintenances.map(({ name }) => name)).toEqual(['New disks'])
    expect(found.status.status.description).toMatch(/Outage$/)
    // Its own look for what is under way asks for what is to come; the right place is there as well.
    const active = (await (await fetch(`${home}/api/v2/scheduled-maintenances/active.json`)).json()) as { scheduled_maintenances: Named[] }
    expect(active.scheduled_maintenances.map(({ name }) => name)).toEqual(['New wires'])
  })

  test('rss-parser reads both feeds, and finds the same in them', async ({ skip }) => {
    if (!folder) return skip('the packages cannot be had here')
    const feeds = await inForeign<{ items: { title: string; link: string; content: string }[]; title: string }[]>(
      folder,
      `const Parser = require('rss-parser'); const parser = new Parser(); give([await parser.parseURL(args.home + '/history.atom'), await parser.parseURL(args.home + '/history.rss')])`,
      { home },
    )
    const [atom, rss] = feeds.map(({ items }) => items.map(({ title, link, content }) => ({ title, link, content })))
    expect(atom).toEqual(rss)
    expect(atom?.map(({ title }) => title).sort()).toEqual(['Mail is down & out', 'New disks', 'New wires'])
    const incident = atom?.find(({ title }) => title.startsWith('Mail'))
    expect(incident?.link).toMatch(/\/incidents\/C-2030-001$/)
    expect(incident?.content).toMatch(/<strong>Investigating<\/strong>[\s\S]*<p>It fell\.<\/p><p>Twice\.<\/p>/)
  })
})
