// What customers read: services in groups with their bars, planned work, languages, what readers thought of an update; the same on page, API, feed and calendar.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { renderLatePromises, renderNewDays } from '../server/src/communicate/status-page/render.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('The status page', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    company = await smallCompany(system, 4)
    await sql`update services set created_at = '2029-01-01'`.execute(system.db)
    ann = await system.person('Ann', 'administrator')
  })
  afterAll(() => system.close())

  const read = async (path: string) => {
    await system.web.refreshStatus()
    return system.web.status.inject(`/${company.slug}/${path}`)
  }
  const page = async (path = '') => (await read(path)).body
  const json = async (path: string) => (await read(`api/v2/${path}.json`)).json()
  const work = (more: object = {}) => ({
    title: 'New disks for mail',
    services: [company.mail],
    startsAt: '2030-03-01T12:00:00Z',
    endsAt: '2030-03-01T13:00:00Z',
    body: 'Mail may be slow for a few minutes.',
    ...more,
  })
  const declare = async (title: string, degree = 'down') => {
    const { body } = await ann.post('/api/crises', {
      title,
      kind: 'service-outage',
      scope: [{ serviceId: company.mail, degree }],
      answers: { customersHurt: 'many', canWork: 'partly' },
    })
    await assessImpact(system.deps, body.id, { cause: 'by-hand', by: ann.id })
    return body.id as string
  }
  const publish = async (crisis: string, title: string, phase = 'investigating', nextUpdateAt: Date | null = null) => {
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, { ...update(), phase, nextUpdateAt, parts: { title, happened: 'It fell.' } })
    const { status, body: said } = await ann.post(`/api/updates/${body.id}/submission`, {})
    expect(status, JSON.stringify(said)).toBe(200)
    return body.id as string
  }

  describe('shows services', () => {
    test('in their groups, on the page and in the API, as soon as they are stored', async () => {
      await ann.put('/api/services/shop-real', { name: 'Shop', position: 1, group: 'Selling' })
      await ann.put('/api/services/pay-real', { name: 'Payments', position: 2, group: 'Selling' })
      expect(await page()).toMatch(/<summary><h3>Selling<\/h3>[\s\S]*Shop[\s\S]*Payments/)
      const { components } = await json('components')
      expect(components.map(({ name, group }: { name: string; group: boolean }) => [name, group])).toEqual([
        ['Selling', true],
        ['Shop', false],
        ['Payments', false],
        ['Mail', false],
      ])
      const [group, shop] = components
      expect([group.components.includes(shop.id), shop.group_id]).toEqual([true, group.id])
      expect('components' in shop).toBe(false)
    })
    test('only while they are hurt, or never, where that is wanted', async () => {
      await ann.put('/api/services/pay-real', { name: 'Payments', position: 2, group: 'Selling', onPage: 'when-hurt' })
      await ann.put('/api/services/inner-real', { name: 'Inner workings', position: 3, onPage: 'never' })
      expect([(await page()).includes('Payments'), (await page()).includes('Inner workings')]).toEqual([false, false])
      const { components } = await json('components')
      expect(components.find(({ name }: { name: string }) => name === 'Payments').only_show_if_degraded).toBe(true)
      expect(JSON.stringify(components)).not.toContain('Inner workings')
    })
    test('refuse what is no group', async () => {
      for (const wrong of [{ group: 7 }, { group: '' }, { group: 'x'.repeat(101) }, { onPage: 'sometimes' }])
        expect((await ann.put('/api/services/shop-real', { name: 'Shop', ...wrong })).status, JSON.stringify(wrong)).toBe(400)
    })
  })

  describe('announces planned work', () => {
    let id: string
    test('at once, everywhere', async () => {
      const { status, body } = await ann.post('/api/maintenances', work())
      expect([status, body.state, body.late]).toEqual([201, 'scheduled', false])
      id = body.id
      expect(await page()).toMatch(/Planned maintenance[\s\S]*New disks for mail[\s\S]*Mail may be slow/)
      for (const path of ['scheduled-maintenances', 'scheduled-maintenances/upcoming', 'summary']) {
        const [planned] = (await json(path)).scheduled_maintenances
        expect(planned, path).toMatchObject({
          name: 'New disks for mail',
          status: 'scheduled',
          impact: 'maintenance',
          scheduled_for: '2030-03-01T12:00:00.000Z',
          scheduled_until: '2030-03-01T13:00:00.000Z',
        })
        expect(planned.components[0].name).toBe('Mail')
      }
      expect((await json('scheduled-maintenances/active')).scheduled_maintenances).toEqual([])
      const ics = (await page('maintenance.ics')).replaceAll('\r\n ', '')
      expect(ics).toMatch(/DTSTART:20300301T120000Z\r\nDTEND:20300301T130000Z\r\nSUMMARY:Acme: New disks for mail/)
      expect(await page('history.atom')).toContain('New disks for mail')
      expect((await json('status')).status.indicator).toBe('none')
    })
    test('and shows before, what customers will read and what the same services meet', async () => {
      const { body } = await ann.post('/api/maintenances/preview', work({ title: 'New <disks>', body: '' }))
      expect(body.html).toMatch(/New &lt;disks&gt;[\s\S]*12:00 UTC[\s\S]*Mail/)
      expect(body.overlaps).toEqual([
        {
          kind: 'maintenance',
          id,
          title: 'New disks for mail',
          number: null,
          startsAt: '2030-03-01T12:00:00.000Z',
          endsAt: '2030-03-01T13:00:00.000Z',
          services: ['Mail'],
        },
      ])
      const alone = await ann.post('/api/maintenances/preview', { ...work({ startsAt: '2030-03-01T12:30:00Z', body: 'Later.' }), id })
      expect(alone.body.overlaps).toEqual([])
      expect(alone.body.html).toMatch(/Later\.[\s\S]*Mail may be slow/)
      const after = await ann.post('/api/maintenances/preview', work({ startsAt: '2030-03-01T13:00:00Z', endsAt: '2030-03-01T14:00:00Z' }))
      expect(after.body.overlaps).toEqual([])
    })
    test('and shows that it is under way from the announced time on', async () => {
      await system.at('2030-03-01T12:00:00Z')
      expect((await json('status')).status).toEqual({ indicator: 'maintenance', description: 'Service Under Maintenance' })
      expect((await json('components')).components.find(({ name }: { name: string }) => name === 'Mail').status).toBe('under_maintenance')
      const [active] = (await json('scheduled-maintenances/active')).scheduled_maintenances
      expect(active.incident_updates.map(({ status, body }: { status: string; body: string }) => [status, body])).toEqual([
        ['in_progress', 'The announced work has begun.'],
        ['scheduled', 'Mail may be slow for a few minutes.'],
      ])
      expect(await page('de/')).toContain('Die angekündigten Arbeiten haben begonnen.')
    })
    test('never says that it is done before somebody does, and says that it takes longer', async () => {
      await system.at('2030-03-01T13:30:00Z')
      await ann.post(`/api/maintenances/${id}/notes`, { body: 'One disk is missing. We wait for it.' })
      expect(await page()).toContain('It takes longer than announced.')
      expect((await ann.get(`/api/maintenances/${id}`)).body).toMatchObject({ late: true })
      await ann.post(`/api/maintenances/${id}/notes`, { state: 'completed', body: 'All disks are in.' })
      expect((await json('status')).status.indicator).toBe('none')
      expect(await page('history')).toContain('New disks for mail')
      expect((await ann.post(`/api/maintenances/${id}/notes`, { body: 'And one more thing' })).status).toBe(409)
    })
    test('is cancelled in calendars too', async () => {
      const { body } = await ann.post('/api/maintenances', work({ startsAt: '2030-03-09T22:00:00Z', endsAt: '2030-03-09T23:00:00Z' }))
      await ann.post(`/api/maintenances/${body.id}/notes`, { state: 'cancelled', body: 'The disks do not come.' })
      expect(await page('maintenance.ics')).toContain('STATUS:CANCELLED')
      expect((await json('scheduled-maintenances')).scheduled_maintenances).toHaveLength(1)
      expect(await page()).not.toContain('The disks do not come.')
    })
    test('refuses what makes no sense, and says what to do', async () => {
      const none = '00000000-0000-7000-8000-000000000000'
      const wrong: [object, RegExp][] = [
        [work({ services: [] }), /services/],
        [work({ services: [none] }), /does not exist/],
        [work({ endsAt: '2030-03-01T11:00:00Z' }), /later than startsAt/],
        [work({ startsAt: 'soon' }), /startsAt/],
        [work({ title: '' }), /title/],
        [work({ body: 'x'.repeat(4_001) }), /body/],
      ]
      for (const [body, says] of wrong) {
        const answer = await ann.post('/api/maintenances', body)
        expect([400, 422].includes(answer.status), JSON.stringify(answer)).toBe(true)
        expect(JSON.stringify(answer.body)).toMatch(says)
        // While it is written words may be missing; all else is refused alike.
        if (String(says) !== '/title/') expect((await ann.post('/api/maintenances/preview', body)).status).toBe(answer.status)
      }
      expect((await ann.post('/api/maintenances/preview', { ...work({ endsAt: '2030-03-02T12:00:00Z' }), id: none })).status).toBe(404)
      expect((await ann.get(`/api/maintenances/${none}`)).status).toBe(404)
      expect((await ann.post(`/api/maintenances/${none}/notes`, { body: 'x' })).status).toBe(404)
      const observer = await system.person('Olga', 'observer')
      expect((await observer.post('/api/maintenances', work())).status).toBe(403)
      expect((await observer.post('/api/maintenances/preview', work())).status).toBe(403)
    })
    test('hostile words stay words', async () => {
      const { body } = await ann.post(
        '/api/maintenances',
        work({ title: '<script>alert(1)</script>', body: '"><img src=x onerror=alert(1)>', startsAt: '2030-03-20T22:00:00Z', endsAt: '2030-03-20T23:00:00Z' }),
      )
      for (const path of ['', 'history.atom', 'history.rss']) expect(await page(path), path).not.toMatch(/<script>alert|<img/)
      await ann.post(`/api/maintenances/${body.id}/notes`, { state: 'cancelled', body: 'No.' })
    })
  })

  describe('remembers', () => {
    test('that a promise was missed, and how long a service was down, as a bar a day and as a share of the time', async () => {
      await system.at('2030-03-01T14:00:00Z')
      const crisis = await declare('Mail is down')
      await publish(crisis, 'Mail is down', 'investigating', new Date('2030-03-01T14:30:00Z'))
      expect(await page()).toContain('We write again by')
      expect(await renderLatePromises(system.db, system.now(), system.config.statusUrl)).toBe(0)
      await system.at('2030-03-01T14:36:00Z')
      expect(await renderLatePromises(system.db, system.now(), system.config.statusUrl), 'a promise is behind us').toBe(1)
      for (const path of ['', 'incidents/C-2030-001'])
        expect(await page(path)).toMatch(/We promised to write by <time [^>]*>[^<]*14:30[^<]*<\/time>\. We are late/)
      expect(await page('de/')).toContain('Wir sind zu spät')
      expect(await renderLatePromises(system.db, system.now(), system.config.statusUrl)).toBe(0)
      await publish(crisis, 'Mail works again', 'resolved')
      const body = await page()
      expect(body).toMatch(/class="bar-(major|partial)_outage"[^>]*><title>Mar 1: 36 min/)
      expect(body).toMatch(/aria-label="99\.\d\d% available over 90 days\. Mar 1: 36 min/)
    })
    test('and begins a new day by itself', async () => {
      const before = await page()
      await system.at('2030-03-02T00:01:00Z')
      expect(await renderNewDays(system.db, system.now(), system.config.statusUrl)).toBe(1)
      expect(await page()).not.toBe(before)
      expect(await renderNewDays(system.db, system.now(), system.config.statusUrl)).toBe(0)
      // A new day is a new sign-in.
      ann = await system.person('Bea', 'administrator')
    })
    test('the incidents of a year', async () => {
      expect(await page('history')).toContain('<a href="history/2030">2030</a>')
      expect(await page('history/2030')).toMatch(/Incidents of 2030[\s\S]*href="\.\.\/incidents\/C-2030-001"[^>]*>Mail works again/)
    })
  })

  describe('speaks the language of its reader', () => {
    test('in six of them, each linked from each, with what people wrote in the nearest one', async () => {
      for (const [folder, says] of [
        ['', 'Everything works'],
        ['de/', 'Alles funktioniert'],
        ['fr/', 'Tout fonctionne'],
        ['es/', 'Todo funciona'],
        ['pt/', 'Tudo funciona'],
        ['ja/', '正常'],
      ] as const) {
        const body = await page(folder)
        expect(body, folder).toMatch(new RegExp(`<html lang="${folder.slice(0, 2) || 'en'}"`))
        expect(body, folder).toContain(says)
        expect(body.match(/hreflang=/g), folder).toHaveLength(5)
      }
      expect(await page('de/incidents/C-2030-001')).toMatch(/href="\.\.\/\.\.\/fr\/incidents\/C-2030-001"/)
    })
    test('a brand that wants fewer has fewer', async () => {
      const { status } = await ann.put('/api/brands/two-tongues', { name: 'Two', sender: 'two@acme.example', languages: ['fr'], locale: 'de' })
      expect(status).toBe(200)
      await system.web.refreshStatus()
      const body = (await system.web.status.inject('/two-tongues/')).body
      expect(body).toContain('<html lang="de"')
      expect(body.match(/hreflang="(\w+)"/g)).toEqual(['hreflang="fr"'])
      expect((await ann.put('/api/brands/two-tongues', { name: 'Two', sender: 'two@acme.example', languages: ['xx'] })).status).toBe(400)
    })
  })

  describe('asks whether an update helped', () => {
    test('each reader counts once, and the last click is what counts', async () => {
      const crisis = await declare('Mail is slow', 'degraded')
      const id = await publish(crisis, 'Mail is slow')
      const click = (helpful: string, browser: string) =>
        system.web.status.inject({
          method: 'POST',
          url: `/${company.slug}/updates/${id}/helpful`,
          headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': browser },
          payload: `helpful=${helpful}`,
        })
      expect((await page()).includes(`action="updates/${id}/helpful"`)).toBe(true)
      expect((await click('yes', 'one')).body).toContain('Thank you')
      await click('yes', 'one')
      await click('no', 'two')
      await click('yes', 'two')
      await click('no', 'three')
      expect((await ann.get(`/api/updates/${id}`)).body.ratings).toEqual({ helpful: 2, not: 1 })
      expect((await ann.get(`/api/crises/${crisis}/kpis`)).body).toMatchObject({ updateHelpful: 2, updateNot: 1, updateSatisfaction: 66.7 })
      expect((await click('maybe', 'four')).statusCode).toBe(400)
      const unknown = await system.web.status.inject({
        method: 'POST',
        url: `/${company.slug}/updates/${crisis}/helpful`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'helpful=yes',
      })
      expect(unknown.statusCode).toBe(404)
    })
  })
})
