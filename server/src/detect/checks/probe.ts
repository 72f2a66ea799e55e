// Asks what a check asks: over the guard that every call to the outside goes through.
import { lookup } from 'node:dns/promises'
import { connect, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Dns } from '../../platform/dns/dns.ts'
import { addressJudge } from '../../platform/outgoing/addresses.ts'
import { createOutgoing } from '../../platform/outgoing/outgoing.ts'
import type { CheckTarget } from './checks.contract.ts'
import { type Found, judgeCertificate, judgeConnection, judgeHttp, judgeNames, judgeStatusPage } from './judge.ts'

export type Probe = (target: CheckTarget) => Promise<Found & { tookMs: number }>
const timeoutMs = 10_000
/** Status pages of large companies name hundreds of components. */
const largestPage = 4 * 1024 ** 2

/** @param now the real time: certificates are judged by it */
export function createProbe({ allow, dns, now }: { allow: string[]; dns: Dns; now: () => Date }): Probe {
  const call = createOutgoing({ allow, timeoutMs })
  const read = createOutgoing({ allow, timeoutMs, largestAnswer: largestPage })
  const judge = addressJudge(allow)
  const ask = async (target: CheckTarget, took: () => number): Promise<Found> => {
    switch (target.kind) {
      case 'http':
        return judgeHttp(
          target,
          await call(target.url, { method: target.method, ...(target.body ? { body: target.body } : {}), headers: { 'user-agent': 'Leeward' } }),
          took(),
        )
      case 'tcp': {
        const failed = await reach(judge, target.host, target.port)
        return judgeConnection(target, failed, took())
      }
      case 'tls': {
        const { validTo, failed } = await certificate(judge, target.host, target.port)
        return judgeCertificate(target, validTo, failed, now())
      }
      case 'dns': {
        const { found, failed } = await dns.addresses(target.name)
        return judgeNames(target, found, failed)
      }
      case 'statuspage':
        return judgeStatusPage(
          target,
          await read(`${target.url.replace(/\/+$/, '')}/api/v2/summary.json`, { method: 'GET', headers: { accept: 'application/json' } }),
        )
      case 'heartbeat':
        throw new Error('A heartbeat is heard, not asked.')
    }
  }
  return async (target) => {
    const began = performance.now()
    const took = () => Math.round(performance.now() - began)
    const found = await ask(target, took)
    return { ...found, tookMs: took() }
  }
}

type Judge = ReturnType<typeof addressJudge>
/** The address that a name leads to, where it may be called; else why not. */
async function allowed(judge: Judge, host: string): Promise<{ address: string } | { failed: string }> {
  try {
    const address = isIP(host) ? host : (await lookup(host)).address
    const verdict = judge(address)
    return verdict.allowed ? { address } : { failed: `it may not be called (${verdict.why})` }
  } catch (error) {
    return { failed: `the name leads nowhere (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` }
  }
}

async function reach(judge: Judge, host: string, port: number): Promise<string | undefined> {
  const to = await allowed(judge, host)
  if ('failed' in to) return to.failed
  return new Promise((done) => {
    const socket = connect({ host: to.address, port, timeout: timeoutMs })
    const end = (failed?: string) => {
      socket.destroy()
      done(failed)
    }
    socket.once('connect', () => end())
    socket.once('timeout', () => end('no answer in time'))
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
  })
}

async function certificate(judge: Judge, host: string, port: number): Promise<{ validTo?: Date; failed?: string }> {
  const to = await allowed(judge, host)
  if ('failed' in to) return { failed: to.failed }
  return new Promise((done) => {
    // Looked at, not trusted: what is wrong with it is what is told.
    const socket = connectTls({ host: to.address, port, timeout: timeoutMs, rejectUnauthorized: false, ...(isIP(host) ? {} : { servername: host }) })
    const end = (found: { validTo?: Date; failed?: string }) => {
      socket.destroy()
      done(found)
    }
    socket.once('secureConnect', () => {
      const { valid_to: validTo } = socket.getPeerCertificate()
      const wrong = socket.authorizationError as unknown as string | null
      const known = wrong && !/expired|EXPIRED/.test(String(wrong)) ? { failed: `its certificate is not believed (${String(wrong)})` } : {}
      end({ ...(validTo ? { validTo: new Date(validTo) } : {}), ...known })
    })
    socket.once('timeout', () => end({ failed: 'no answer in time' }))
    socket.once('error', (error: NodeJS.ErrnoException) => end({ failed: `cannot be reached (${error.code ?? error.message})` }))
  })
}
