// An installation makes the playbooks its own: saved, compared, taken back; what counts at a declaration is what was saved last, on every node.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWeb } from '../server/src/app.ts'
import { playbooksInForce } from '../server/src/prepare/playbooks/in-force.store.ts'
import { createDeps } from '../server/src/system.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Playbooks of an installation', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  beforeAll(async () => {
    system = await testSystem()
    await smallCompany(system, 4)
    ann = await system.person('Ann', 'commander')
  })
  afterAll(() => system.close())

  const show = async (key: string) => (await ann.get(`/api/playbooks/${key}`)).body
  const put = (key: string, yaml: string, revision: number, note = 'because') => ann.put(`/api/playbooks/${key}`, { yaml, revision, note })
  const declare = async (more: object) => (await ann.post('/api/crises', { title: 'x', ...more })).body.id as string
  const faster = (yaml: string, minutes: number) => yaml.replace(/( {2}1: \{.*next-update: )\d+/, `$1${minutes}`)

  test('as shipped, each of the fourteen kinds has one playbook', async () => {
    const { body } = await ann.get('/api/playbooks')
    expect(body).toHaveLength(14)
    expect(body.flatMap((each: { usedFor: string[] }) => each.usedFor)).toHaveLength(14)
    for (const each of body) expect(each).toMatchObject({ origin: 'shipped', revision: 0, changed: null, shippedChanged: false, setAside: false })
  })

  test('a new crisis takes the version that was saved last; a running one keeps its own', async () => {
    const running = await declare({ kind: 'service-outage' })
    const { yaml } = await show('service-outage')
    expect((await put('service-outage', faster(yaml, 20), 0, 'Our customers want to hear sooner')).body).toEqual({ key: 'service-outage', revision: 1 })
    const fresh = await declare({ kind: 'service-outage' })
    const everyMinutes = async (id: string) =>
      (await sql<{ every: number }>`select (body #>> '{clocks,1,next-update}')::int as every from crisis_playbooks where crisis_id = ${id}`.execute(system.db))
        .rows[0]?.every
    expect([await everyMinutes(running), await everyMinutes(fresh)]).toEqual([30, 20])
    expect((await ann.get(`/api/crises/${running}`)).body.playbook).toEqual({ key: 'service-outage', title: 'Service outage', version: '2', revision: 0 })
    expect((await ann.get(`/api/crises/${fresh}`)).body.playbook).toMatchObject({ key: 'service-outage', revision: 1 })
    expect(await show('service-outage')).toMatchObject({
      summary: { origin: 'edited', revision: 1, changed: { by: { name: 'Ann' }, note: 'Our customers want to hear sooner' } },
      versions: [{ revision: 1, by: { name: 'Ann' }, followsShipped: false }],
    })
  })

  test('the difference says in words what changed, and line by line', async () => {
    const { body } = await ann.get('/api/playbooks/service-outage/difference?from=0&to=1')
    expect(body.changes).toEqual(['Severity 1, next-update: 20 min (was 30 min)'])
    expect(body.lines.filter((line: { kind: string }) => line.kind !== 'same').map((line: { kind: string }) => line.kind)).toEqual(['removed', 'added'])
    expect((await ann.get('/api/playbooks/service-outage/difference?from=0&to=9')).status).toBe(404)
  })

  test('before it is saved, a text is compared with what is in force', async () => {
    const { yaml } = await show('support-down')
    const { body } = await ann.post('/api/playbooks/support-down/comparison', { yaml: yaml.replace('dueMinutes: 5\n', 'dueMinutes: 10\n') })
    expect(body.changes).toEqual(['Task try-each: dueMinutes 10 (was 5)'])
  })

  test('who saves over another’s work is told; the same save again is done once', async () => {
    const { yaml } = await show('support-down')
    const bo = await system.person('Bo', 'commander')
    expect((await put('support-down', yaml.replace('version: "1"', 'version: "1a"'), 0)).body.revision).toBe(1)
    expect((await put('support-down', yaml.replace('version: "1"', 'version: "1a"'), 0)).body.revision).toBe(1)
    const late = await bo.put('/api/playbooks/support-down', { yaml: yaml.replace('version: "1"', 'version: "1b"'), revision: 0, note: 'mine' })
    expect(late).toMatchObject({ status: 409, body: { type: 'urn:leeward:problem:changed-meanwhile' } })
    expect((await show('support-down')).versions).toHaveLength(1)
  })

  test('of many who save at once, one is first', async () => {
    const { yaml } = await show('shipping-delay')
    const answers = await Promise.all(Array.from({ length: 6 }, (_, at) => put('shipping-delay', yaml.replace('version: "1"', `version: "${at}x"`), 0)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409, 409, 409])
  })

  test('a text with problems is refused with their lines, and nothing is saved', async () => {
    const { yaml } = await show('data-breach')
    const wrong = yaml.replace('remedies: breach', 'remedies: beach')
    expect((await ann.post('/api/playbooks/check', { yaml: wrong })).body).toMatchObject({
      key: null,
      problems: [{ path: 'remedies', message: expect.stringContaining('did you mean breach?') }],
    })
    expect(await put('data-breach', wrong, 0)).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/^line \d+:11: remedies: there is no remedy policy beach/) },
    })
    expect((await put('data-breach', yaml.replace('playbook: data-breach', 'playbook: other'), 0)).status).toBe(422)
    expect((await show('data-breach')).summary.revision).toBe(0)
  })

  test('a change after which a kind of crisis has no playbook is refused', async () => {
    const { yaml } = await show('natural-disaster')
    const answer = await put('natural-disaster', yaml.replace('kinds: [natural-disaster]', 'kinds: [data-breach]'), 0)
    expect(answer).toMatchObject({ status: 422, body: { detail: expect.stringContaining('no playbook would cover natural-disaster') } })
  })

  test('a playbook of the house’s own comes before the shipped one, and either may be chosen', async () => {
    const { yaml } = await show('billing-failure')
    const own = yaml.replace('playbook: billing-failure', 'playbook: double-charge').replace('title: Billing failure', 'title: Charged twice')
    expect((await put('double-charge', own, 0, 'The trouble we have most')).status).toBe(200)
    expect((await show('double-charge')).summary).toMatchObject({ origin: 'own', usedFor: ['billing-failure'] })
    expect((await show('billing-failure')).summary.usedFor).toEqual([])
    const used = async (more: object) => (await ann.get(`/api/crises/${await declare({ kind: 'billing-failure', ...more })}`)).body.playbook.key
    expect(await used({})).toBe('double-charge')
    expect(await used({ playbook: 'billing-failure' })).toBe('billing-failure')
    const refused = await ann.post('/api/crises', { title: 'x', kind: 'billing-failure', playbook: 'data-breach' })
    expect(refused).toMatchObject({ status: 422, body: { detail: expect.stringContaining('there are double-charge, billing-failure') } })
  })

  test('the questions of the playbook that is chosen propose the severity', async () => {
    const propose = async (more: object) =>
      (await ann.post('/api/crises/severity-proposal', { kind: 'planned-maintenance', answers: { customersHurt: 'all', canWork: 'no', more } })).body
    expect(await propose({})).toMatchObject({ severity: 4 })
    expect(await propose({ overrun: true })).toMatchObject({ severity: 2, reasons: ['It takes longer than announced, and many cannot work as usual.'] })
  })

  test('another node declares by what was saved here a moment ago', async () => {
    const other = createDeps(system, system.config, system.now)
    const web = await createWeb(other, system.auth)
    const { yaml, summary } = await show('single-customer')
    await put('single-customer', yaml.replace('version: "1"', 'version: "from here"'), summary.revision)
    const answer = await web.console.inject({
      method: 'POST',
      url: '/api/crises',
      headers: { cookie: ann.cookie },
      payload: { title: 'x', kind: 'single-customer' },
    })
    expect((await ann.get(`/api/crises/${answer.json().id}`)).body.playbook).toMatchObject({ version: 'from here', revision: 1 })
    await web.close()
  })

  test('an upgrade that changes a shipped file overwrites nothing, and says so; going back follows the shipped file again', async () => {
    const [before] = system.deps.shelf.shipped.filter(({ playbook }) => playbook.playbook === 'service-outage')
    const upgraded = {
      ...system.deps.shelf,
      shipped: system.deps.shelf.shipped.map((each) => (each === before ? { ...each, yaml: `${each.yaml}# newer\n` } : each)),
    }
    const inForce = async () => (await playbooksInForce({ db: system.db, shelf: upgraded })).find((each) => each.playbook.playbook === 'service-outage')
    expect(await inForce()).toMatchObject({ origin: 'edited', revision: 1, shippedChanged: true })
    expect((await ann.post('/api/playbooks/service-outage/reset', { note: 'The shipped one is better now', revision: 1 })).body).toEqual({
      key: 'service-outage',
      revision: 2,
    })
    expect(await inForce()).toMatchObject({ origin: 'shipped', revision: 2, shippedChanged: false, yaml: expect.stringMatching(/# newer\n$/) })
    expect((await ann.post('/api/playbooks/double-charge/reset', { note: 'x', revision: 1 })).status).toBe(404)
  })

  test('what was saved long ago and no longer fits is set aside, and the shipped one counts', async () => {
    await sql`insert into playbook_revisions (playbook, revision, yaml, body, note, author, written_at) values ('product-recall', 1, 'old: true', '{"old": true}', 'old', 'ann', ${system.now()})`.execute(
      system.db,
    )
    expect((await show('product-recall')).summary).toMatchObject({ setAside: true, origin: 'edited', title: 'Product recall' })
    expect((await ann.get(`/api/crises/${await declare({ kind: 'product-recall' })}`)).body.playbook).toMatchObject({ version: '1', revision: 0 })
  })

  test('a crisis with a very long name still gets first words that may be published', async () => {
    const id = await declare({ kind: 'product-failure', title: `${'Charger with a long name '.repeat(7)}fails`.slice(0, 200) })
    const { status, body } = await ann.get(`/api/crises/${id}/update-suggestion?holding=true`)
    expect(status).toBe(200)
    expect(body.parts.title).toMatch(/^Charger with a long name .{100,124}…$/)
  })

  test('a version is never changed', async () => {
    await expect(sql`update playbook_revisions set note = 'x'`.execute(system.db)).rejects.toThrow('never changed')
    await expect(sql`delete from playbook_revisions`.execute(system.db)).rejects.toThrow('never changed')
  })

  test('what would happen is told for any severity, also of a text that is not saved', async () => {
    const preview = (body: object) => ann.post('/api/playbooks/data-breach/preview', body)
    const { body } = await preview({ severity: 1, startAt: '2030-01-07T09:00:00Z', escalation: [{ afterMinutes: 0, who: 'Ann' }] })
    expect(body.entries.find((entry: { title: string }) => entry.title.startsWith('GDPR Art. 33'))).toMatchObject({
      lane: 'law',
      at: '2030-01-10T09:00:00.000Z',
    })
    expect(body.entries.find((entry: { kind: string }) => entry.kind === 'page')).toMatchObject({ title: 'Called: Ann', minutes: 0 })
    // Left out, it is whom the policies here would call: nobody set one up, so everybody who may lead.
    const called = (await preview({ severity: 1 })).body.entries.find((entry: { kind: string }) => entry.kind === 'page')
    expect(called.title).toContain('Ann')
    const { yaml } = await show('data-breach')
    const edited = await preview({ severity: 1, yaml: yaml.replace('first-message: 240', 'first-message: 45') })
    expect(edited.body.entries.find((entry: { kind: string }) => entry.kind === 'holding')).toMatchObject({ minutes: 45 })
    expect((await preview({ severity: 1, yaml: 'no' })).status).toBe(422)
    expect((await ann.get('/api/playbooks/schema.json')).body.title).toBe('A Leeward playbook')
  })
})
