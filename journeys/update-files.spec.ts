// Files that go out with an update: in every mail, at the status page, and nowhere before it is published.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Files of an update', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let crisis: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
    crisis = await declare()
  })
  afterAll(() => system.close())

  const declare = async () => {
    const { body } = await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })
    await assessImpact(system.deps, body.id, { cause: 'by-hand', by: ann.id })
    return body.id as string
  }
  const attach = async (to: string, name: string, bytes: Buffer) => {
    const url = `/api/crises/${to}/attachments?name=${encodeURIComponent(name)}`
    return (await ann.post(url, bytes as never, { 'content-type': 'application/octet-stream' })).body.id as string
  }
  const write = (files: string[]) => ann.post(`/api/crises/${crisis}/updates`, { ...update(), nextUpdateAt: null, files })
  const fetch = (path: string) => system.web.status.inject(path)

  test('are attached to each mail as they are, and can be had at the status page once it is published', async () => {
    const name = 'Lots & “recalls” <2030>.csv'
    const bytes = Buffer.from('lot,recalled\nL7,yes\n\u0000\u0001')
    const file = await attach(crisis, name, bytes)
    const { body: draft } = await write([file])
    expect(draft.files).toEqual([{ id: file, name, size: bytes.length, alt: null }])
    const path = `/${company.slug}/files/${file}/x`
    expect((await fetch(path)).statusCode).toBe(404)
    await ann.post(`/api/updates/${draft.id}/submission`, {})
    await system.runJobs()
    const mails = system.live.sent.filter(({ attachments }) => attachments)
    expect(mails).toHaveLength(3)
    expect(mails[0]?.attachments?.map(({ filename, content }) => [filename, Buffer.from(content).equals(bytes)])).toEqual([[name, true]])
    await system.web.refreshStatus()
    const page = (await fetch(`/${company.slug}/`)).body
    expect(page).toContain(`/files/${file}/`)
    expect(page).toContain('Lots &amp; “recalls” &lt;2030&gt;.csv')
    const got = await fetch(path)
    expect(got.rawPayload.equals(bytes)).toBe(true)
    expect(got.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-disposition': expect.stringContaining('attachment'),
    })
    expect((await fetch(`/other/files/${file}/x`)).statusCode).toBe(404)
    expect((await fetch(`/${company.slug}/files/nonsense/x`)).statusCode).toBe(400)
  })

  test('are changed while it is a draft, and only then', async () => {
    const [one, two] = [await attach(crisis, 'one.txt', Buffer.from('1')), await attach(crisis, 'two.txt', Buffer.from('2'))]
    const { body: draft } = await write([one, two])
    const changed = await ann.put(`/api/updates/${draft.id}`, { ...update(), nextUpdateAt: null, files: [two] })
    expect(changed.body.files.map(({ name }: { name: string }) => name)).toEqual(['two.txt'])
    await ann.post(`/api/updates/${draft.id}/submission`, {})
    expect((await ann.put(`/api/updates/${draft.id}`, { ...update(), files: [] })).status).toBe(409)
    expect((await ann.get(`/api/updates/${draft.id}`)).body.files).toHaveLength(1)
  })

  test('of another crisis, that are not there, too many or too large are refused, and the draft stays as it was', async () => {
    const foreign = await attach(await declare(), 'other.txt', Buffer.from('x'))
    expect((await write([foreign])).status).toBe(422)
    expect((await write(['00000000-0000-4000-8000-000000000000'])).status).toBe(422)
    expect((await write(Array(11).fill(foreign))).status).toBe(400)
    const large = [await attach(crisis, 'a.bin', Buffer.alloc(3_000_000)), await attach(crisis, 'b.bin', Buffer.alloc(3_000_000))]
    const refused = await write(large)
    expect(refused.status).toBe(413)
    expect(refused.body.detail).toContain('5 MB')
    const before = (await sql<{ count: number }>`select count(*)::int as count from updates`.execute(system.db)).rows[0]?.count
    await write(large)
    expect((await sql<{ count: number }>`select count(*)::int as count from updates`.execute(system.db)).rows[0]?.count).toBe(before)
  })
})
