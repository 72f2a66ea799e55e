// Fail-over over real lines: mail servers that hang, refuse, answer slowly, or take a mail and drop the connection.
import { createServer, type Server, type Socket } from 'node:net'
import { createEmail } from '@leeward/email'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { deliverPlanned } from '../server/src/communicate/deliveries/deliver.ts'
import type { Provider } from '../server/src/communicate/deliveries/line.ts'
import { insertDraft } from '../server/src/communicate/updates/updates.store.ts'
import { submitUpdate } from '../server/src/communicate/updates/submit.ts'
import { newId } from '../server/src/platform/ids.ts'
import { declareCrisis } from '../server/src/stabilize/crisis/declare.ts'
import { smallCompany } from './support/company.ts'
import { postOffice } from './support/post-office.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const accounts = 60

describe('A provider that fails, over a real line', { timeout: 60_000 }, () => {
  let system: TestSystem
  let spare: Awaited<ReturnType<typeof postOffice>>
  let updateId: string
  let company: Awaited<ReturnType<typeof smallCompany>>
  const servers: Server[] = []
  const lines: Socket[] = []
  const providers: Provider[] = []
  beforeAll(async () => {
    system = await testSystem({ web: false })
    company = await smallCompany(system, accounts)
  })
  afterAll(async () => {
    await Promise.all(providers.map(({ channel }) => channel.close()))
    for (const line of lines) line.destroy()
    for (const server of servers) server.close()
    await system.close()
  })
  beforeEach(async () => {
    await sql`truncate deliveries, dispatches, providers`.execute(system.db)
    spare = await postOffice()
    const { id } = await declareCrisis(
      system.deps,
      {
        title: 'Down',
        kind: 'service-outage',
        practice: false,
        scope: [{ serviceId: company.mail, regions: null, degree: 'down' }],
        answers: { customersHurt: 'some', canWork: 'partly', dataSafetyOrLaw: false, moneyWrong: false },
      },
      'tester',
    )
    await assessImpact(system.deps, id)
    updateId = newId(system.now())
    const draft = { phase: 'investigating' as const, holding: false, parts: { title: 'Down', happened: 'x' }, locale: 'en', nextUpdateAt: null }
    await insertDraft(system.db, updateId, id, draft, 'tester', system.now())
    await submitUpdate(system.deps, updateId, 'tester')
  })

  test.each([
    ['is not there', undefined, 0],
    ['hangs before it says anything', () => {}, 0],
    ['refuses everybody', (line: Socket) => line.end('554 no service here\r\n'), 0],
    ['does not know our password', speaking({ 'MAIL FROM': '530 5.7.0 sign in first' }), 0],
    ['takes a mail and drops the line', speaking({ '.': 'drop' }), 20],
    ['takes the address and then hangs', speaking({ DATA: 'hang' }), 20],
  ])('%s: the next one takes over, and nobody is told twice', async (_, behave, mostUnknown) => {
    const port = behave ? await listen(behave) : 1
    await deliverPlanned(system.deps, { live: [named('first', port), named('spare', spare.port)], practice: system.practice }, new AbortController().signal)
    const states = await counts()
    const unknown = states.unknown ?? 0
    expect(unknown).toBeLessThanOrEqual(mostUnknown)
    expect(states).toEqual({ accepted: accounts - unknown, ...(unknown ? { unknown } : {}) })
    expect([...spare.received.values()].every((times) => times === 1)).toBe(true)
    expect(spare.received.size).toBe(accounts - unknown)
    await spare.close()
  })

  test('one that is slow and well is kept', async () => {
    const port = await listen(speaking({ '.': 'slow' }))
    await deliverPlanned(system.deps, { live: [named('first', port), named('spare', spare.port)], practice: system.practice }, new AbortController().signal)
    expect(await counts()).toEqual({ accepted: accounts })
    expect(spare.received.size).toBe(0)
    await spare.close()
  })

  const counts = async () => {
    const { rows } = await sql<{
      state: string
      count: number
    }>`select state::text, count(*)::int as count from deliveries where update_id = ${updateId} group by 1`.execute(system.db)
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
  }
  const named = (name: string, port: number): Provider => {
    const made = { name, channel: createEmail(`smtp://127.0.0.1:${port}`, 10, { patience: 1_000 }), connections: 10 }
    providers.push(made)
    return made
  }
  async function listen(behave: (line: Socket) => void): Promise<number> {
    const server = createServer((line) => {
      lines.push(line)
      line.on('error', () => {})
      behave(line)
    })
    servers.push(server)
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    return (server.address() as { port: number }).port
  }
})

/** A server that takes everything, but for the commands that it answers in its own way. */
function speaking(answers: Record<string, string>) {
  return (line: Socket) => {
    const say = (text: string) => line.write(`${text}\r\n`)
    const own = (name: string, otherwise: string) => {
      const answer = answers[name]
      if (answer === 'drop') return void line.destroy()
      if (answer === 'hang') return
      if (answer === 'slow') return void setTimeout(() => say(otherwise), 30)
      say(answer ?? otherwise)
    }
    let inMessage = false
    let unread = ''
    say('220 ready')
    line.on('data', (chunk) => {
      unread += chunk.toString('latin1')
      for (let end = unread.indexOf('\r\n'); end >= 0; end = unread.indexOf('\r\n')) {
        const command = unread.slice(0, end)
        unread = unread.slice(end + 2)
        if (inMessage) {
          if (command !== '.') continue
          inMessage = false
          own('.', '250 taken')
        } else if (/^DATA/i.test(command)) {
          inMessage = answers.DATA === undefined
          own('DATA', '354 go on')
        } else if (/^MAIL FROM/i.test(command)) own('MAIL FROM', '250 ok')
        else say(/^QUIT/i.test(command) ? '221 bye' : '250 ok')
      }
    })
  }
}
