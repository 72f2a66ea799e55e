// The few requests that writing files into a bucket takes, signed (AWS Signature Version 4), for any store that speaks S3.
import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import type { BucketAddress, BucketSettings } from '../config/buckets.ts'

export type Bucket = {
  /** Its text; undefined where there is none. */
  get: (path: string) => Promise<string | undefined>
  has: (path: string) => Promise<boolean>
  put: (path: string, file: { type: string; cacheControl: string; body: string | Buffer<ArrayBuffer> }) => Promise<void>
  /** Gone afterwards, whether or not it was there. */
  remove: (path: string) => Promise<void>
  /** The name of anything below the prefix. */
  any: () => Promise<string | undefined>
}

/** Paths are below the prefix. */
export function createBucket({ bucket, prefix }: BucketAddress, { endpoint, ...settings }: BucketSettings): Bucket {
  const client = new AwsClient({ ...settings, service: 's3', retries: 3, initRetryMs: 200 })
  // A store of one's own rarely has a name for each bucket; nor has a certificate a name for one with dots.
  const home = endpoint
    ? `${endpoint}/${bucket}`
    : bucket.includes('.')
      ? `https://s3.${settings.region}.amazonaws.com/${bucket}`
      : `https://${bucket}.s3.${settings.region}.amazonaws.com`
  const ask = async (method: string, path: string, more: { query?: string; headers?: Record<string, string>; body?: string | Buffer<ArrayBuffer> } = {}) => {
    const url = `${home}/${path === '' ? '' : `${prefix}${path}`.split('/').map(encodeURIComponent).join('/')}${more.query ?? ''}`
    const headers = {
      ...more.headers,
      'x-amz-content-sha256': createHash('sha256')
        .update(more.body ?? '')
        .digest('hex'),
    }
    const answer = await client
      .fetch(url, { method, headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs), ...(more.body === undefined ? {} : { body: more.body }) })
      .catch((error: Error) => {
        throw new Error(`${home} did not answer: ${(error.cause as Error | undefined)?.message ?? error.message}`)
      })
    const text = await answer.text()
    if (answer.status === 404 && !text.includes('NoSuchBucket')) return undefined
    if (!answer.ok) throw new Error(`${home} refused ${method} ${prefix}${path}: ${answer.status}${reasonIn(text)}`)
    return text
  }
  return {
    get: (path) => ask('GET', path),
    has: async (path) => (await ask('HEAD', path)) !== undefined,
    put: async (path, { type, cacheControl, body }) => {
      const told = await ask('PUT', path, { headers: { 'content-type': type, 'cache-control': cacheControl }, body })
      if (told === undefined) throw new Error(`${home} does not know where to put ${prefix}${path}: 404`)
    },
    remove: async (path) => {
      await ask('DELETE', path)
    },
    any: async () => {
      const told = await ask('GET', '', { query: `?list-type=2&max-keys=1&prefix=${encodeURIComponent(prefix)}` })
      if (told === undefined) throw new Error(`${home} does not list what is there: 404`)
      return /<Key>([^<]*)<\/Key>/.exec(told)?.[1]
    },
  }
}
const timeoutMs = 30_000

const reasonIn = (xml: string): string =>
  ['Code', 'Message']
    .map((tag) => new RegExp(`<${tag}>([^<]{1,200})</${tag}>`).exec(xml)?.[1])
    .filter(Boolean)
    .map((text) => ` ${text}`)
    .join('')
