// Questions to the DNS, each with an honest answer: what was found, that there is nothing, or that nobody could tell.
import { Resolver } from 'node:dns/promises'

/** `found`: possibly nothing. `failed`: nobody knows; the sentence ends "…: did not answer in time". */
export type Looked<T> = { found: T[]; failed?: undefined } | { failed: string; found?: undefined }
export type Mx = { exchange: string; priority: number }
export type Dns = {
  /** Each record's strings joined, as RFC 7208 and RFC 6376 read them. */
  txt: (name: string) => Promise<Looked<string>>
  mx: (name: string) => Promise<Looked<Mx>>
  addresses: (name: string) => Promise<Looked<string>>
}

/**
 * The machine's own resolver, or that at `servers`. Never throws; a question is given up after `deadlineMs`.
 * @param servers addresses such as 127.0.0.1:5353
 */
export function createDns(servers: string[] = [], { timeoutMs = 2_000, deadlineMs = 5_000 } = {}): Dns {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 })
  if (servers.length > 0) resolver.setServers(servers)
  const ask = async <T>(question: Promise<T[]>): Promise<Looked<T>> => {
    let late: NodeJS.Timeout | undefined
    const deadline = new Promise<never>((_, give) => {
      late = setTimeout(() => give(Object.assign(new Error('late'), { code: 'ETIMEOUT' })), deadlineMs)
    })
    try {
      return { found: await Promise.race([question, deadline]) }
    } catch (error) {
      const code = (error as { code?: string }).code ?? ''
      return nothing.has(code) ? { found: [] } : { failed: reasons[code] ?? `could not be asked (${code || 'unknown error'})` }
    } finally {
      clearTimeout(late)
    }
  }
  return {
    txt: (name) => ask(resolver.resolveTxt(name).then((records) => records.map((strings) => strings.join('')))),
    mx: (name) => ask(resolver.resolveMx(name).then((records) => records.map(({ exchange, priority }) => ({ exchange, priority })))),
    addresses: async (name) => {
      const [four, six] = await Promise.all([ask(resolver.resolve4(name)), ask(resolver.resolve6(name))])
      const found = [...(four.found ?? []), ...(six.found ?? [])]
      return found.length > 0 ? { found } : four.failed ? four : six
    },
  }
}

const nothing = new Set(['ENOTFOUND', 'ENODATA'])
const reasons: Record<string, string> = {
  ETIMEOUT: 'did not answer in time',
  ESERVFAIL: 'answered that it cannot tell (SERVFAIL)',
  EREFUSED: 'refused to answer',
  ECONNREFUSED: 'could not be reached',
  EBADNAME: 'cannot hold such a name',
  EBADRESP: 'gave an answer that cannot be read',
}
