// One person, however their address is written, is told once; and an address that no person reads is known as one.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Addresses of customers', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
    await sql`delete from contacts`.execute(system.db)
  })
  afterAll(() => system.close())

  test('a file in which one person is written in many ways holds that person once', async () => {
    const view = await importContacts(
      'account_key,email,name',
      'A1,Ada@Bücher.example,Ada',
      'A1,ADA@xn--bcher-kva.example,Ada',
      'A2,ada@BÜCHER.example,Ada',
      'A1,info@acme.example,',
      'A1,No-Reply@acme.example,',
      'A1,mailer-daemon+x@acme.example,',
      'A1,ada@,',
      'A1,ä@acme.example,',
    )
    expect(view).toMatchObject({ status: 'done', rowsBad: 2, readers: { nobody: 2, several: 1 } })
    expect(await contacts('A1')).toEqual([
      { email: 'ada@xn--bcher-kva.example', readers: null },
      { email: 'info@acme.example', readers: 'several' },
      { email: 'mailer-daemon+x@acme.example', readers: 'nobody' },
      { email: 'no-reply@acme.example', readers: 'nobody' },
    ])
  })

  test('the API keeps the same spelling, finds it by any other, and says who reads it', async () => {
    const id = await accountId('A3')
    const put = (email: string) => ann.put(`/api/accounts/${id}/contacts`, { email, name: 'Bo' })
    const [one, other] = [await put(' Bo@BÜCHER.example '), await put('bo@xn--bcher-kva.example')]
    expect(one.body).toMatchObject({ email: 'bo@xn--bcher-kva.example', readers: null })
    expect(other.body.id).toBe(one.body.id)
    expect((await put('noreply@bücher.example')).body).toMatchObject({ readers: 'nobody' })
    for (const bad of ['bo@', '@bücher.example', 'bo@bü cher.example', 'bö@x.example', `${'b'.repeat(250)}@x.example`])
      expect((await put(bad)).status, bad).toBe(400)
    const found = await ann.get(`/api/accounts?search=${encodeURIComponent('BO@bücher.example')}`)
    expect(found.body.items.map((each: { key: string }) => each.key)).toEqual(['A3'])
    expect((await contacts('A3')).map((each: { email: string }) => each.email)).toEqual(['bo@xn--bcher-kva.example', 'noreply@xn--bcher-kva.example'])
  })

  test('an update reaches each person once; what nobody reads has its row, and gets nothing', async () => {
    const { body } = await ann.post('/api/crises', {
      title: 'x',
      kind: 'service-outage',
      scope: [{ serviceId: company.mail }],
      onsetAt: '2030-01-01T05:00:00Z',
      severity: 3,
      severityReason: 'x',
    })
    await system.runJobs()
    const { id } = (await ann.post(`/api/crises/${body.id}/updates`, { phase: 'investigating', parts: { title: 'Mail is down' } })).body
    await ann.post(`/api/updates/${id}/submission`)
    await system.runJobs()
    expect(system.live.sent.map((mail) => mail.to).sort()).toEqual(['ada@xn--bcher-kva.example', 'bo@xn--bcher-kva.example', 'info@acme.example'])
    const { rows } = await sql<{ destination: string }>`select destination from deliveries where state = 'suppressed' order by destination`.execute(system.db)
    expect(rows.map((row) => row.destination)).toEqual(['mailer-daemon+x@acme.example', 'no-reply@acme.example', 'noreply@xn--bcher-kva.example'])
  })

  async function importContacts(...lines: string[]) {
    const started = await ann.post('/api/imports/contacts?fileName=contacts.csv', lines.join('\n'), { 'content-type': 'text/csv' })
    expect(started.status).toBe(202)
    return vi.waitFor(
      async () => {
        const { body } = await ann.get(`/api/imports/${started.body.id}`)
        expect(body.status).not.toBe('running')
        return body
      },
      { timeout: 60_000 },
    )
  }
  const accountId = async (key: string) => (await sql<{ id: number }>`select id from accounts where key = ${key}`.execute(system.db)).rows[0]?.id
  const contacts = async (key: string) => {
    const { body } = await ann.get(`/api/accounts/${await accountId(key)}`)
    return body.contacts.map(({ email, readers }: { email: string; readers: string | null }) => ({ email, readers }))
  }
})
