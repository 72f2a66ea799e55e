import type { Dns, Looked } from '../../server/src/platform/dns/dns.ts'

/** What there is to look up, by kind and name: `{ 'TXT acme.example': ['v=spf1 ~all'] }`; a text instead of a list is why nobody can tell. */
export type Zone = Record<string, string[] | string>

export function fakeDns(zone: Zone): Dns & { asked: string[] } {
  const asked: string[] = []
  const look = async (question: string): Promise<Looked<string>> => {
    asked.push(question)
    const answer = zone[question] ?? []
    return typeof answer === 'string' ? { failed: answer } : { found: answer }
  }
  return {
    asked,
    txt: (name) => look(`TXT ${name}`),
    addresses: (name) => look(`A ${name}`),
    mx: async (name) => {
      const { found, failed } = await look(`MX ${name}`)
      return failed === undefined ? { found: (found ?? []).map((exchange, nth) => ({ exchange, priority: (nth + 1) * 10 })) } : { failed }
    },
  }
}
