// The knowledge: written in versions and languages, found by what people type, never by whom it is not for; workarounds of a crisis appear and retire by themselves.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApiKey } from '../server/src/platform/auth/auth.ts'
import { searchKnowledge } from '../server/src/support/knowledge/search.store.ts'
import { suggestFor } from '../server/src/support/knowledge/suggest.store.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Knowledge', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let reset: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    company = await smallCompany(system, 4)
    ann = await system.person('Ann', 'administrator')
    reset = await article({
      title: 'Resetting a forgotten password',
      body: 'Open **Sign in** and choose `Forgotten`. We send a link that works for an hour.',
      tags: ['Access'],
    })
    await put(reset, 'de', 0, { title: 'Ein vergessenes Passwort zurücksetzen', body: 'Wählen Sie *Vergessen*. Sie erhalten einen Link.' })
    await put(reset, 'ja', 0, { title: 'パスワードの再設定', body: 'サインイン画面で「忘れた」を選ぶと、再設定のリンクを送ります。' })
    await publish(reset, { en: 1, de: 1, ja: 1 })
    await publish(
      await article({
        title: 'Reading your invoice',
        body: 'Invoices list **what you used**, with error code E-1042 where a charge failed.',
        services: [company.shop],
      }),
      { en: 1 },
    )
    await publish(await article({ title: 'Passwords of administrators (for us)', body: 'Ask the second line. The vault is called Cassiopeia.', open: false }), {
      en: 1,
    })
    await article({ title: 'Password draft that nobody agreed to', body: 'Unfinished Andromeda.' })
  })
  afterAll(() => system.close())

  const article = async (body: object): Promise<string> => {
    const made = await ann.post('/api/knowledge/articles', body)
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    return made.body.id
  }
  const put = (id: string, locale: string, revision: number, words: object) => ann.put(`/api/knowledge/articles/${id}/texts/${locale}`, { ...words, revision })
  const publish = async (id: string, revisions: object) => expect((await ann.post(`/api/knowledge/articles/${id}/publication`, { revisions })).status).toBe(200)
  const asCustomer = (text: string, locale = 'en', more = {}) =>
    searchKnowledge(system.db, { text, locale, brandId: company.brandId, audience: 'customers', ...more })
  const asAgent = (text: string, locale = 'en', more = {}) => searchKnowledge(system.db, { text, locale, brandId: null, audience: 'agents', ...more })
  const titles = (hits: { title: string }[]) => hits.map(({ title }) => title)

  describe('is found', () => {
    test('by stems, in each language by its own', async () => {
      expect(titles(await asCustomer('resets passwords'))).toEqual(['Resetting a forgotten password'])
      expect((await asCustomer('Passwörter', 'de'))[0]).toMatchObject({
        title: 'Ein vergessenes Passwort zurücksetzen',
        locale: 'de',
        url: 'help/articles/resetting-a-forgotten-password',
      })
      expect((await asCustomer('パスワードを忘れた', 'ja'))[0]).toMatchObject({ title: 'パスワードの再設定', locale: 'ja' })
      expect((await asCustomer('設定', 'ja'))[0]).toMatchObject({ locale: 'ja' })
    })
    test('while the last word is still being typed, by codes, and by the names of services', async () => {
      expect(titles(await asCustomer('forgotten passw'))).toEqual(['Resetting a forgotten password'])
      expect(titles(await asCustomer('e-1042'))).toEqual(['Reading your invoice'])
      expect(titles(await asCustomer('E 1042'))).toEqual(['Reading your invoice'])
      expect(titles(await asCustomer('shop invoices'))).toEqual(['Reading your invoice'])
      expect(titles(await asCustomer('access'))).toEqual(['Resetting a forgotten password'])
    })
    test('mistyped, in every script that has letters', async () => {
      for (const typo of ['pasword', 'passwrod', 'forgoten pasword', 'invioce']) expect((await asCustomer(typo)).length, typo).toBe(1)
      expect((await asCustomer('zuruksetzen', 'de'))[0]).toMatchObject({ locale: 'de' })
    })
    test('with the place that says it, marked, and as plain text', async () => {
      const [hit] = await asCustomer('link hours')
      expect(hit?.snippet.filter(({ mark }) => mark).map(({ text }) => text)).toEqual(['link', 'hour'])
      expect(hit?.body).toBe('Open Sign in and choose Forgotten. We send a link that works for an hour.')
    })
    test('once, in the reader’s language where it has that, and says which it is where not', async () => {
      expect((await asCustomer('password', 'de'))[0]).toMatchObject({ title: 'Ein vergessenes Passwort zurücksetzen', locale: 'de' })
      expect((await asCustomer('invoice', 'de'))[0]).toMatchObject({ title: 'Reading your invoice', locale: 'en' })
      expect(await asCustomer('password', 'de')).toHaveLength(1)
    })
    test('by half of a long question, and not at all by nonsense', async () => {
      expect(titles(await asCustomer('hello how do I get a link for my forgotten login secret'))).toEqual(['Resetting a forgotten password'])
      for (const text of ['', '   ', '!!!', '\u0000', "'; drop table articles; --", '(((', ':*', 'zzzzqqqq', 'x'.repeat(5_000), '\ud800'])
        expect(await asCustomer(text), text.slice(0, 20)).toEqual([])
    })
    test('titles before texts', async () => {
      const about = await article({ title: 'Charges', body: 'A password is asked for before a charge is shown. password password password' })
      await publish(about, { en: 1 })
      expect(titles(await asCustomer('password'))).toEqual(['Resetting a forgotten password', 'Charges'])
      await ann.post(`/api/knowledge/articles/${about}/retirement`)
      expect(titles(await asCustomer('password'))).toEqual(['Resetting a forgotten password'])
    })
    test('in a language without stems by what is nearly the same', async () => {
      const polish = await article({ locale: 'pl', title: 'Zmiana hasła', body: 'Otwórz ustawienia konta.' })
      await publish(polish, { pl: 1 })
      expect((await asCustomer('haslo', 'pl'))[0]).toMatchObject({ title: 'Zmiana hasła' })
    })
    test('for a whole conversation by its rare words', async () => {
      const text =
        'Hello there, I hope you are well. I was trying to sign in this morning and it seems I have forgotten my password again, could you please send me one of those links? Kind regards, Robin'
      const hits = await suggestFor(system.db, { text, locale: 'en', brandId: company.brandId, audience: 'customers' })
      expect(titles(hits)[0]).toBe('Resetting a forgotten password')
      expect(hits[0]?.score).toBeGreaterThan(0)
      expect(await suggestFor(system.db, { text: 'Good morning and thank you.', locale: 'en', brandId: company.brandId, audience: 'customers' })).toEqual([])
    })
  })

  describe('is read only by whom it is for', () => {
    test('what is internal is found by agents and never by customers, however they ask', async () => {
      expect(titles(await asAgent('cassiopeia'))).toEqual(['Passwords of administrators (for us)'])
      for (const text of ['cassiopeia', 'cassiop', 'casiopeia', 'administrators vault cassiopeia second line']) {
        expect(await asCustomer(text), text).toEqual([])
        expect(titles(await suggestFor(system.db, { text, locale: 'en', brandId: company.brandId, audience: 'customers' })), text).toEqual([])
      }
    })
    test('a draft is found by nobody but its writers', async () => {
      expect(await asCustomer('andromeda')).toEqual([])
      expect(await asAgent('andromeda')).toEqual([])
      expect((await ann.get('/api/knowledge/articles?search=andromeda')).body.items).toHaveLength(1)
    })
    test('what is changed is read once it is published again', async () => {
      await put(reset, 'en', 1, { title: 'Resetting a forgotten password', body: 'Ask the new **Pegasus** assistant for a link.' })
      expect(await asCustomer('pegasus')).toEqual([])
      expect((await ann.get('/api/knowledge/articles?search=pegasus')).body.items).toHaveLength(1)
      await publish(reset, { en: 2 })
      expect(titles(await asCustomer('pegasus'))).toEqual(['Resetting a forgotten password'])
    })
    test('of another brand nobody finds anything', async () => {
      await sql`insert into brands (id, slug, name, sender, sender_name, created_at) values ('00000000-0000-4000-8000-0000000000b2', 'other', 'Other', 'o@other.example', 'Other', now())`.execute(
        system.db,
      )
      const id = await article({ title: 'Orion for others', body: 'Only there.', brand: 'other' })
      await publish(id, { en: 1 })
      expect(await asCustomer('orion')).toEqual([])
      expect(
        titles(await searchKnowledge(system.db, { text: 'orion', locale: 'en', brandId: '00000000-0000-4000-8000-0000000000b2', audience: 'customers' })),
      ).toEqual(['Orion for others'])
      expect(titles(await asAgent('orion'))).toEqual(['Orion for others'])
    })
  })

  describe('has versions', () => {
    test('each by somebody at a time; two can be compared, and one put back', async () => {
      const versions = (await ann.get(`/api/knowledge/articles/${reset}/texts/en/versions`)).body
      expect(versions).toMatchObject([
        { revision: 2, author: { name: 'Ann' }, published: true, writtenAt: '2030-03-01T09:00:00.000Z' },
        { revision: 1, published: false },
      ])
      const { lines } = (await ann.get(`/api/knowledge/articles/${reset}/texts/en/difference?from=1&to=2`)).body
      expect(lines.filter(({ kind }: { kind: string }) => kind !== 'same').map(({ text }: { text: string }) => text)).toEqual([
        'Open **Sign in** and choose `Forgotten`. We send a link that works for an hour.',
        'Ask the new **Pegasus** assistant for a link.',
      ])
      const back = await ann.post(`/api/knowledge/articles/${reset}/texts/en/return`, { revision: 1, newest: 2 })
      expect(back.body.texts[0]).toMatchObject({
        locale: 'en',
        revision: 3,
        published: 2,
        body: 'Open **Sign in** and choose `Forgotten`. We send a link that works for an hour.',
      })
      await publish(reset, { en: 3 })
      expect((await ann.get(`/api/knowledge/articles/${reset}/texts/en/versions`)).body[0]).toMatchObject({ revision: 3, putBack: 1, published: true })
    })
    test('that the database never changes', async () => {
      await expect(sql`update article_texts set body = 'x'`.execute(system.db)).rejects.toThrow('never changed')
      await expect(sql`delete from article_texts`.execute(system.db)).rejects.toThrow('never changed')
    })
    test('and nobody writes over what they have not read, nor publishes it', async () => {
      expect(await put(reset, 'en', 1, { title: 'x', body: 'y' })).toMatchObject({ status: 409, body: { type: 'urn:leeward:problem:changed-meanwhile' } })
      expect(await ann.post(`/api/knowledge/articles/${reset}/publication`, { revisions: { en: 1 } })).toMatchObject({ status: 409 })
      expect(await ann.post(`/api/knowledge/articles/${reset}/publication`, { revisions: { en: 3 } })).toMatchObject({
        status: 409,
        body: { type: 'urn:leeward:problem:already-done' },
      })
      expect(await ann.put(`/api/knowledge/articles/${reset}`, { brand: null, open: false, tags: [], services: [], revision: 0 })).toMatchObject({
        status: 409,
      })
    })
    test('two saves at the same moment become one version and one refusal', async () => {
      const id = await article({ title: 'Twice', body: 'one' })
      const answers = await Promise.all([put(id, 'en', 1, { title: 'Twice', body: 'two' }), put(id, 'en', 1, { title: 'Twice', body: 'three' })])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    })
  })

  test('the index counts what readers have, and nothing is left of what is gone', async () => {
    const { rows } = await sql`
      select l.stemmer, l.lexeme, l.texts, count(t.id)::int as really from knowledge_lexemes l left join knowledge_texts t on t.live and t.stemmer = l.stemmer and (l.lexeme = '' or l.lexeme = any (tsvector_to_array(t.words)))
       group by 1, 2, 3 having l.texts <> count(t.id)`.execute(system.db)
    expect(rows).toEqual([])
  })

  describe('takes in the workarounds of a crisis', () => {
    let crisis: string
    let workaround: string
    const withWords = async (text: string, more = {}) => (await asCustomer(text, 'en', more)).filter(({ kind }) => kind === 'workaround')
    beforeAll(async () => {
      const scope = [{ serviceId: company.mail, degree: 'down' }]
      crisis = (
        await ann.post('/api/crises', {
          title: 'Internal codename Hydra',
          kind: 'service-outage',
          brand: company.slug,
          scope,
          severity: 4,
          severityReason: 'small',
        })
      ).body.id
      const draft = (
        await ann.post(`/api/crises/${crisis}/updates`, {
          ...update(),
          nextUpdateAt: '2030-03-01T09:20:00Z',
          parts: { title: 'Mail is down', happened: 'Mails bounce.' },
        })
      ).body
      expect((await ann.post(`/api/updates/${draft.id}/submission`)).status).toBe(200)
      workaround = (
        await ann.post(`/api/crises/${crisis}/workarounds`, {
          body: 'Use the web client at mail.acme.example meanwhile.',
          forWhom: 'Everybody with a password and a phone',
        })
      ).body.workarounds[0].id
    })
    test('not before somebody publishes one', async () => expect(await withWords('web client')).toEqual([]))
    test('then at once, before everything else while the crisis runs, found by what customers were told', async () => {
      await ann.post(`/api/crises/${crisis}/workarounds/${workaround}/publication`)
      expect(await asCustomer('password')).toMatchObject([
        { kind: 'workaround', crisisId: crisis, running: true, url: `help/workarounds/${workaround}` },
        { kind: 'article' },
      ])
      for (const text of ['mail down', 'bounce', 'web client', 'Mail geht nicht', 'mial bounces']) expect(await withWords(text), text).toHaveLength(1)
      expect((await asAgent('web client'))[0]).toMatchObject({ kind: 'workaround', running: true })
      expect(await withWords('hydra')).toEqual([])
    })
    test('which is still there, but no longer first, once it is restored, and first again when it goes on', async () => {
      const { criteria } = (await ann.get(`/api/crises/${crisis}`)).body
      for (const { key } of criteria) await ann.post(`/api/crises/${crisis}/criteria/${key}`, { met: true })
      await ann.post(`/api/crises/${crisis}/restoration`, { reason: 'it works' })
      expect(await withWords('web client')).toMatchObject([{ running: false }])
      await system.deps.engine.tell(`crisis/${crisis}`, { type: 'Reopen', troubles: [], by: ann.id, now: system.now() }, { actor: ann.id, crisisId: crisis })
      expect(await withWords('web client')).toMatchObject([{ running: true }])
    })
    test('and retires with its withdrawal', async () => {
      await ann.post(`/api/crises/${crisis}/workarounds/${workaround}/withdrawal`)
      expect(await withWords('web client')).toEqual([])
      expect((await sql`select 1 from knowledge_texts where crisis_id = ${crisis}`.execute(system.db)).rows).toEqual([])
    })
    test('and with its crisis, once that is closed', async () => {
      const vega = 'Use the Vega relay.'
      const { workarounds } = (await ann.post(`/api/crises/${crisis}/workarounds`, { body: vega, forWhom: 'Everybody' })).body
      const second = workarounds.find(({ body }: { body: string }) => body === vega).id
      await ann.post(`/api/crises/${crisis}/workarounds/${second}/publication`)
      expect(await withWords('vega')).toHaveLength(1)
      const tell = (command: object) => system.deps.engine.tell(`crisis/${crisis}`, { ...command, now: system.now() }, { actor: ann.id, crisisId: crisis })
      for (const { key } of (await ann.get(`/api/crises/${crisis}`)).body.criteria) await ann.post(`/api/crises/${crisis}/criteria/${key}`, { met: true })
      expect((await ann.post(`/api/crises/${crisis}/restoration`, { reason: 'it works' })).status).toBe(200)
      await tell({ type: 'Close' })
      expect((await ann.get(`/api/crises/${crisis}`)).body.status).toBe('closed')
      expect(await withWords('vega')).toEqual([])
      expect((await sql`select 1 from knowledge_texts where crisis_id = ${crisis}`.execute(system.db)).rows).toEqual([])
    })
    test('of an exercise customers find nothing, and agents only where they ask for it', async () => {
      const drill = await smallCompany(system, 2, true)
      const made = (
        await ann.post('/api/crises', {
          title: 'Drill',
          kind: 'service-outage',
          practice: true,
          brand: drill.slug,
          scope: [{ serviceId: drill.mail }],
          severity: 4,
          severityReason: 'x',
        })
      ).body.id
      const [{ id }] = (await ann.post(`/api/crises/${made}/workarounds`, { body: 'Pretend to use Lyra.', forWhom: 'Everybody' })).body.workarounds
      expect((await ann.post(`/api/crises/${made}/workarounds/${id}/publication`)).status).toBe(200)
      expect(await searchKnowledge(system.db, { text: 'lyra', locale: 'en', brandId: drill.brandId, audience: 'customers', practice: true })).toEqual([])
      expect(await asAgent('lyra')).toEqual([])
      expect(await asAgent('lyra', 'en', { practice: true })).toMatchObject([{ practice: true, crisisId: made }])
      await expect(sql`update knowledge_texts set practice = false where crisis_id = ${made}`.execute(system.db)).rejects.toThrow('practice_by_id')
    })
  })

  describe('hears from readers', () => {
    test('agents vote once each, the last word counts, and what belongs to a person is taken out', async () => {
      const bo = await system.person('Bo', 'responder')
      const say = (who: typeof ann, helpful: boolean, words = '') => who.post(`/api/knowledge/articles/${reset}/votes`, { helpful, words })
      await say(ann, true)
      await say(ann, false, 'Write to robin@customer.example instead')
      const { body } = await say(bo, true)
      expect(body.votes).toEqual({ helpful: 1, not: 1 })
      expect(body.words).toMatchObject([{ words: 'Write to [e-mail] instead', helpful: false, side: 'agents' }])
      expect((await ann.get('/api/knowledge/articles')).body.items.find(({ id }: { id: string }) => id === reset).votes).toEqual({ helpful: 1, not: 1 })
    })
    test('what was searched for in vain is listed, only where it was meant, and without personal data', async () => {
      await ann.get('/api/knowledge/search?text=unicorns')
      expect((await ann.get('/api/knowledge/misses')).body).toEqual([])
      for (const text of ['Unicorns', 'unicorns', 'call +49 30 1234567 now zebra'])
        await ann.get(`/api/knowledge/search?asked=yes&text=${encodeURIComponent(text)}`)
      const { body } = await ann.get('/api/knowledge/misses')
      expect(body).toMatchObject([
        { text: 'unicorns', times: 2, side: 'agents', locale: 'en' },
        { text: 'call [phone] now zebra', times: 1 },
      ])
      expect((await ann.post(`/api/knowledge/misses/${body[0].id}/dismissal`)).body).toHaveLength(1)
      expect((await ann.post(`/api/knowledge/misses/${body[0].id}/dismissal`)).status).toBe(404)
    })
  })

  describe('is kept right', () => {
    test('Markdown can say a lot, and nothing that runs, loads or embeds', async () => {
      const body =
        '# Top\n\n<script>alert(1)</script>\n\n![x](https://evil.example/x.png)\n\n[a](javascript:alert(1)) [b](https://ok.example) <img src=x onerror=alert(1)>\n\n| a |\n|---|\n| 1 |'
      const { html } = (await ann.post('/api/knowledge/preview', { body })).body
      expect(html).not.toMatch(/<(?:script|img|iframe)|href="javascript/)
      expect(html).toContain('<h3>Top</h3>')
      expect(html).toContain('<a href="https://ok.example" rel="noopener noreferrer nofollow">b</a>')
    })
    test('what is not right is refused with what to do', async () => {
      const add = (body: object) => ann.post('/api/knowledge/articles', { title: 'x', body: 'y', ...body })
      for (const wrong of [
        { title: '' },
        { title: 'x'.repeat(151) },
        { body: '' },
        { body: 'x'.repeat(30_001) },
        { locale: 'german' },
        { locale: '../x' },
        { tags: Array(21).fill('a') },
        { services: ['x'] },
        { body: 'a\0b' },
      ])
        expect((await add(wrong)).status, JSON.stringify(wrong).slice(0, 40)).toBe(400)
      for (const wrong of [{ brand: 'nowhere' }, { services: ['00000000-0000-4000-8000-000000000000'] }]) expect((await add(wrong)).status).toBe(422)
      expect((await ann.get('/api/knowledge/articles/00000000-0000-4000-8000-000000000000')).status).toBe(404)
      expect((await ann.get(`/api/knowledge/articles/${reset}/texts/fr/versions`)).status).toBe(404)
      expect((await ann.get(`/api/knowledge/articles/${reset}/texts/en/difference?from=1&to=99`)).status).toBe(404)
      expect((await ann.get('/api/knowledge/articles?cursor=x')).status).toBe(422)
      expect((await ann.get('/api/knowledge/articles?locale=%00')).status).toBe(400)
    })
    test('two articles of one title have addresses of their own', async () => {
      const [one, two] = [await article({ title: 'The same', body: 'a' }), await article({ title: 'The same', body: 'b' })]
      const slugs = await Promise.all([one, two].map(async (id) => (await ann.get(`/api/knowledge/articles/${id}`)).body.slug))
      expect(slugs).toEqual(['the-same', 'the-same-2'])
    })
    test('a program writes drafts, and a person publishes', async () => {
      const key = await createApiKey(system.db, 'importer', 'responder', system.now())
      const ask = (url: string, payload: object) => system.web.console.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${key}` } })
      const made = await ask('/api/knowledge/articles', { title: 'By a program', body: 'x' })
      expect(made.statusCode).toBe(201)
      expect((await ask(`/api/knowledge/articles/${made.json().id}/publication`, { revisions: { en: 1 } })).statusCode).toBe(403)
    })
  })
})
