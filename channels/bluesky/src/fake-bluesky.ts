// A personal data server on loopback, for tests: sessions, app passwords and records of posts, refusing what a real one refuses.
import { createHash } from 'node:crypto'
import { type Asked, type Fault, type Reply, startFakeService } from '@leeward/channel/fake-service'
import { createFakeInbox } from './fake-bluesky-inbox.ts'
import { wrongWith } from './fake-lexicon.ts'

export type Posted = { uri: string; cid: string; record: Record<string, unknown> }
export type FakeBluesky = Pick<ReturnType<typeof createFakeInbox>, 'write' | 'message' | 'unsend' | 'messagesWith' | 'withoutMessages'> & {
  url: string
  did: string
  handle: string
  /** An app password that is taken; `revoke` ends it, and every session. */
  password: string
  revoke: () => void
  /** It is taken again, as a new one would be; sessions of before are not. */
  restore: () => void
  /** Sessions run out; they can be renewed. */
  expire: () => void
  /** How often somebody signed in, and renewed. */
  entries: { signedIn: number; renewed: number }
  records: Map<string, Posted>
  remove: (uri: string) => void
  /** `takendown`, `deactivated`: how the account stands. */
  standing: (status?: string) => void
  faults: (next: Fault[]) => void
  close: () => Promise<void>
}

const did = 'did:plc:fakefakefakefakefakefake'
const handle = 'acme.example'
const password = 'abcd-efgh-ijkl-mnop'
const collection = 'app.bsky.feed.post'

/** @param now what its clock says, as it is written there */
export async function startFakeBluesky(now: () => string = () => new Date().toISOString()): Promise<FakeBluesky> {
  const inbox = createFakeInbox({ did, handle }, now)
  const records = new Map<string, Posted>()
  const entries = { signedIn: 0, renewed: 0 }
  let revoked = false
  let status: string | undefined
  let round = 0
  /** What renews a session outlives it. */
  let expired = -1
  const tokens = () => ({ accessJwt: `access-${round}`, refreshJwt: `refresh-${round}`, did, handle, active: !status, ...(status ? { status } : {}) })
  const answer = (asked: Asked): Reply => {
    const { method, path, query, headers } = asked
    const shown = headers.authorization
    const body = parsed(asked.body)
    switch (`${method} ${path.replace('/xrpc/', '')}`) {
      case 'POST com.atproto.server.createSession': {
        if (revoked || body?.password !== password || ![handle, did].includes(String(body?.identifier)))
          return refused(401, 'AuthenticationRequired', 'Invalid identifier or password')
        if (status === 'takendown') return refused(401, 'AccountTakedown', 'Account has been taken down')
        entries.signedIn += 1
        round += 1
        return ok(tokens())
      }
      case 'POST com.atproto.server.refreshSession': {
        if (revoked || shown !== `Bearer refresh-${round}`) return refused(400, 'ExpiredToken', 'Token has been revoked')
        entries.renewed += 1
        round += 1
        return ok(tokens())
      }
      case 'GET com.atproto.repo.getRecord': {
        const found = records.get(`at://${query.get('repo')}/${query.get('collection')}/${query.get('rkey')}`)
        return found ? ok({ uri: found.uri, cid: found.cid, value: found.record }) : refused(400, 'RecordNotFound', 'Could not locate record')
      }
    }
    if (!shown) return refused(401, 'AuthMissing', 'Authentication Required')
    if (revoked || expired === round || shown !== `Bearer access-${round}`) return refused(400, 'ExpiredToken', 'Token has expired')
    if (path === '/xrpc/com.atproto.server.getSession') return ok({ did, handle, active: !status, ...(status ? { status } : {}) })
    if (path === '/xrpc/app.bsky.notification.listNotifications') return inbox.listNotifications(query)
    if (path === '/xrpc/app.bsky.feed.getPosts') return inbox.getPosts(query)
    if (path.startsWith('/xrpc/chat.bsky.convo.')) return inbox.chat(path.replace('/xrpc/', ''), query, body, headers['atproto-proxy'])
    if (path !== '/xrpc/com.atproto.repo.putRecord') return refused(501, 'MethodNotImplemented', 'Method Not Implemented')
    if (status) return refused(401, 'AccountDeactivated', 'Account is deactivated')
    return put(records, body)
  }
  const service = await startFakeService(answer, () => JSON.stringify({ error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' }))
  return {
    ...service,
    did,
    handle,
    password,
    records,
    entries,
    revoke: () => {
      revoked = true
    },
    restore: () => {
      revoked = false
      round += 1
    },
    expire: () => {
      expired = round
    },
    remove: (uri) => {
      records.delete(uri)
      inbox.removeNote(uri)
    },
    write: inbox.write,
    message: inbox.message,
    unsend: inbox.unsend,
    messagesWith: inbox.messagesWith,
    withoutMessages: inbox.withoutMessages,
    standing: (next) => {
      status = next
    },
  }
}

function put(records: Map<string, Posted>, body: Record<string, unknown> | undefined): Reply {
  const record = body?.record as Record<string, unknown> | undefined
  if (body?.repo !== did) return refused(401, 'AuthenticationRequired', 'Authentication Required')
  if (!record || body.collection !== collection) return refused(400, 'InvalidRequest', 'Input must have the property "record"')
  const rkey = String(body.rkey)
  if (!/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/.test(rkey)) return refused(400, 'InvalidRequest', 'Invalid record key: expected a TID')
  const wrong = wrongWith(record)
  if (wrong) return refused(400, 'InvalidRequest', `Invalid ${collection} record: ${wrong}`)
  const uri = `at://${did}/${collection}/${rkey}`
  const cid = `bafyrei${createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 52)}`
  records.set(uri, { uri, cid, record })
  return ok({ uri, cid, validationStatus: 'valid' })
}

const ok = (body: object): Reply => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const refused = (code: number, error: string, message: string): Reply => ({ status: code, body: JSON.stringify({ error, message }) })

function parsed(body: Buffer): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
