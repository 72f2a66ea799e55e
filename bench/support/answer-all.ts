// One answer to thousands of linked conversations, over a carrier that takes everything, while an agent works over HTTP in the same process.
import { createFakeEmail } from '@leeward/email'
import { sql } from 'kysely'
import { createWeb, type Web } from '../../server/src/app.ts'
import type { Deps } from '../../server/src/deps.ts'
import { createAuth, createPerson } from '../../server/src/platform/auth/auth.ts'
import { agreeToAnswer, previewAnswer, writeAnswer } from '../../server/src/support/answers/answers.store.ts'
import { createTasks } from '../../server/src/system.ts'
import { benchCrisis, seconds } from './system.ts'

const [email, password] = ['agent@bench.example', 'correct-horse-battery']

export async function answerAll(deps: Deps, wanted: number) {
  const { db } = deps
  const crisisId = await benchCrisis(deps, 20, null)
  const { rows } = await sql<{ id: number }>`
    update conversations set crisis_id = ${crisisId}, link = 'linked', link_by = 'bench', link_at = now(), mood = 'neutral', reasons = '{}'
     where id in (select c.id from conversations c left join accounts a on a.id = c.account_id where c.state = 'open' and a.vulnerability is null order by c.id limit ${wanted}) returning id`.execute(
    db,
  )
  const linked = new Set(rows.map(({ id }) => id))
  const sent = createFakeEmail()
  const tasks = createTasks(deps, { live: [{ name: 'fake', channel: sent, connections: 10 }], practice: createFakeEmail() })
  const stop = new AbortController()
  const agent = await signedIn(deps)
  const free = await sql<{
    id: number
  }>`select id from conversations where state = 'open' and crisis_id is null and assignee is null order by turn_at limit 5000`.execute(db)
  const given = {
    texts: {
      en: 'Dear {name|customer}, messages are sent again since noon. Next word by {next_update|this evening}.',
      de: 'Guten Tag {name}, seit Mittag gehen Nachrichten wieder hinaus.',
    },
    publicTexts: {},
    hold: [],
    late: true,
  }
  const { seal } = await previewAnswer(deps, crisisId, given)
  let done = false
  const busy = agentAtWork(
    agent,
    free.rows.map(({ id }) => id),
    [...linked],
    () => done,
  )
  // What the worker of this process does beside it: the answers, then their mails, as often as it looks.
  const took = await seconds(async () => {
    // The crisis is of the gravest kind: somebody else agrees.
    await agreeToAnswer(deps, await writeAnswer(deps, crisisId, { ...given, seal }, 'bench'), 'another')
    const delivering = (async () => {
      while (!done) {
        await tasks['deliver-replies']?.({}, stop.signal)
        await new Promise((next) => setTimeout(next, 250))
      }
    })()
    await tasks['send-answers']?.({}, stop.signal)
    while ((await toSend(deps)) > 0) await new Promise((next) => setTimeout(next, 100))
    done = true
    await delivering
  })
  const { replies, lists } = await busy
  await agent.close()
  const { rows: answered } = await sql<{ conversation: number; times: number; accepted: number }>`
    select m.conversation_id as conversation, count(*)::int as times, count(*) filter (where d.state = 'accepted')::int as accepted
      from conversation_messages m join reply_deliveries d on d.message_id = m.id where m.answer_id is not null group by 1`.execute(db)
  const times = new Map(answered.map((row) => [row.conversation, row]))
  const carried = Map.groupBy(sent.sent, ({ id }) => id)
  const wrong =
    [...linked].filter((id) => times.get(id)?.times !== 1 || times.get(id)?.accepted !== 1).length +
    answered.filter(({ conversation }) => !linked.has(conversation)).length +
    [...carried.values()].filter((each) => each.length > 1).length
  return { linked: linked.size, seconds: took, wrong, replies, lists }
}

const toSend = async ({ db }: Deps) =>
  (
    await sql<{
      left: number
    }>`select count(*)::int as left from reply_deliveries where answer_id is not null and state in ('planned', 'queued', 'sending', 'deferred')`.execute(db)
  ).rows[0]?.left ?? 0

type Agent = { call: (method: string, path: string, body?: object) => Promise<{ status: number; body: unknown }>; close: () => Promise<void> }
async function signedIn(deps: Deps): Promise<Agent> {
  const auth = createAuth({ db: deps.db, pool: deps.pool } as Parameters<typeof createAuth>[0], deps.key, deps.config.consoleUrl)
  await createPerson(deps.db, auth, { name: 'Agent', email, groups: ['support'], password })
  const web: Web = await createWeb(deps, auth)
  await web.console.listen({ host: '127.0.0.1', port: 0 })
  const { port } = web.console.server.address() as { port: number }
  const origin = deps.config.consoleUrl
  const entered = await fetch(`http://127.0.0.1:${port}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email, password }),
  })
  if (!entered.ok) throw new Error(`the agent cannot sign in: ${await entered.text()}`)
  const cookie = entered.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  return {
    call: async (method, path, body) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { cookie, origin, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      return { status: answer.status, body: await answer.json() }
    },
    close: web.close,
  }
}

/** Replies to whoever is free and to whoever is being answered, and looks at the queue in between, until it is done. */
async function agentAtWork({ call }: Agent, free: number[], linked: number[], done: () => boolean) {
  const [replies, lists]: [number[], number[]] = [[], []]
  const timed = async <T>(into: number[], act: () => Promise<T>): Promise<T> => {
    const began = performance.now()
    const result = await act()
    into.push(performance.now() - began)
    return result
  }
  const look = async () => {
    while (!done()) {
      const { status } = await timed(lists, () => call('GET', '/api/conversations?view=queue'))
      if (status !== 200) throw new Error(`the queue answered ${status}`)
      await new Promise((next) => setTimeout(next, 100))
    }
  }
  const answer = async () => {
    for (let nth = 0; !done(); nth += 1) {
      // Every second one is among those who get the answer for all: from the end, which it reaches last.
      const id = (nth % 2 === 0 ? free[nth / 2] : linked.at(-1 - (nth - 1) / 2)) as number
      const seen = Number.MAX_SAFE_INTEGER
      const { status, body } = await timed(replies, () =>
        call('POST', `/api/conversations/${id}/replies`, { text: 'We are looking into it.', seen, then: 'open' }),
      )
      if (status !== 200) throw new Error(`a reply was answered with ${status}: ${JSON.stringify(body)}`)
      await new Promise((next) => setTimeout(next, 50))
    }
  }
  await Promise.all([look(), answer()])
  return { replies, lists }
}
