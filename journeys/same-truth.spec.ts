// One incident, told as it really was, update by update: page, API, feeds, mails and widget say the same after each of them.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readStatusPage } from '../cli/src/statuspage/file.ts'
import { readIncident, SourceIncident } from '../server/src/communicate/status-import/statuspage.ts'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Told = { title: string; said: { phase: 'investigating' | 'identified' | 'monitoring' | 'resolved'; body: string; at: Date }[] }
const samples = resolve(process.env.LEEWARD_SAMPLES ?? '../shared/data', 'statuspage-native/github_incidents_2020-11_2024.json')

/** The first real one that was told in four updates or more and ended the same day; without samples, one of our own. */
function story(): Told {
  const incidents = existsSync(samples) ? readStatusPage(samples).incidents : []
  for (const given of incidents) {
    const parsed = SourceIncident.safeParse(given)
    const read = parsed.success ? readIncident(parsed.data, new Date('2030-01-01')) : 'open'
    if (read === 'open') continue
    const said = read.updates.toReversed().map(({ phase, body, at }) => ({ phase: phase as Told['said'][number]['phase'], body, at: new Date(at) }))
    const hours = said.length < 2 ? 99 : ((said.at(-1) as { at: Date }).at.getTime() - (said[0] as { at: Date }).at.getTime()) / 3_600_000
    if (said.length >= 4 && hours < 8 && said.at(-1)?.phase === 'resolved' && said.slice(0, -1).every(({ phase, body }) => phase !== 'resolved' && body !== ''))
      return { title: read.title, said }
  }
  const at = (minutes: number) => new Date(Date.UTC(2029, 5, 1, 9, minutes))
  return {
    title: 'Mail arrives late',
    said: [
      { phase: 'investigating', body: 'Mail arrives up to an hour late. We look for the cause.', at: at(0) },
      { phase: 'identified', body: 'A queue is full of letters of one sender. We empty it.', at: at(25) },
      { phase: 'monitoring', body: 'The queue is empty. We watch it for half an hour.', at: at(50) },
      { phase: 'resolved', body: 'Mail arrives at once again.', at: at(80) },
    ],
  }
}

describe('The same truth everywhere', () => {
  const { title, said } = story()
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let crisis: string
  // As it was, on a day of the test.
  const shift = new Date('2030-03-01T09:00:00Z').getTime() - (said[0] as { at: Date }).at.getTime()
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
    const { body } = await ann.post('/api/crises', { title, kind: 'service-outage', scope: [{ serviceId: company.mail }] })
    crisis = body.id
    await assessImpact(system.deps, crisis, { cause: 'by-hand', by: ann.id })
  })
  afterAll(() => system.close())

  /** What a reader sees, without what is around it. */
  const plain = (html: string) => unescaped(html.replace(/<style[\s\S]*?<\/style>|<svg[\s\S]*?<\/svg>/g, '').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ')
  const unescaped = (text: string) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
  const words = (text: string) => text.replace(/\s+/g, ' ').trim()

  for (const [i, { phase, body, at }] of said.entries())
    test(`update ${i + 1} of ${said.length} (${phase}) reads the same on page, API, feeds, mail and widget`, async () => {
      await system.at(new Date(at.getTime() + shift).toISOString())
      const parts = { title, happened: body, ...(phase === 'resolved' ? { why: 'A cause.', doing: 'A repair.', prevention: 'A change.' } : {}) }
      const draft = (await ann.post(`/api/crises/${crisis}/updates`, { ...update(), translations: {}, phase, parts, nextUpdateAt: null })).body
      const sent = await ann.post(`/api/updates/${draft.id}/submission`, {})
      expect([sent.status, sent.body.status], JSON.stringify(sent.body)).toEqual([200, 'published'])
      await system.deliver()
      await system.web.refreshStatus()
      const read = async (path: string) => (await system.web.status.inject(`/${company.slug}/${path}`)).body
      const page = await read(phase === 'resolved' ? 'incidents/C-2030-001' : '')
      expect(plain(page)).toContain(words(body))
      expect(plain(page)).toContain(words(title))
      const [incident] = JSON.parse(await read('api/v2/incidents.json')).incidents
      expect([incident.name, incident.status, incident.incident_updates.length]).toEqual([title, phase, i + 1])
      expect(words(incident.incident_updates[0].body)).toContain(words(body))
      for (const feed of ['history.atom', 'history.rss']) expect(plain(unescaped(await read(feed))), feed).toContain(words(body))
      const mails = system.live.sent.filter(({ headers }) => headers?.['X-Leeward-Crisis'] === 'C-2030-001').slice(-3)
      expect(mails).toHaveLength(3)
      for (const mail of mails) expect([words(mail.text).includes(words(body)), plain(mail.html).includes(words(body))]).toEqual([true, true])
      const widget = JSON.parse(await read('widget.json')).incidents
      if (phase === 'resolved') expect(widget).toEqual([])
      else expect([widget[0].title, widget[0].phase, words(body).startsWith(words(widget[0].text).replace(/…$/, ''))]).toEqual([title, phase, true])
    })
})
