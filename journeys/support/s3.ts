// A store that speaks S3, in memory, over real HTTP. It believes nothing that is not signed: each request's signature is worked out here again, from the bytes that came.
import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Stored = { body: string; type?: string; cacheControl?: string }
export type FakeS3 = Awaited<ReturnType<typeof fakeS3>>

export async function fakeS3({ id = 'AKIAEXAMPLE', secret = 'a secret/with+signs', region = 'eu-test-1', bucket = 'status' } = {}) {
  const objects = new Map<string, Stored>()
  const asked: string[] = []
  /** What is answered instead, once for each: a status. */
  const failures: { when: (asking: string) => boolean; status: number }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request.setEncoding('utf8')) body += piece
    const url = new URL(request.url as string, 'http://x')
    const [, inBucket, key] = /^\/([^/]+)\/?(.*)$/.exec(decodeURIComponent(url.pathname)) ?? []
    const asking = `${request.method} ${key}`
    const say = (status: number, text = '', headers = {}) => response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : text)
    const refuse = (status: number, code: string) => say(status, `<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`)
    const wrong = wrongSignature(request, body, { id, secret, region })
    if (wrong) return refuse(403, wrong)
    if (inBucket !== bucket) return refuse(404, 'NoSuchBucket')
    asked.push(asking)
    const failing = failures.findIndex(({ when }) => when(asking))
    if (failing >= 0) return refuse(failures.splice(failing, 1)[0]?.status as number, 'InternalError')
    if (request.method === 'GET' && key === '') {
      const found = [...objects.keys()].sort().filter((each) => each.startsWith(url.searchParams.get('prefix') ?? ''))
      const shown = found.slice(0, Number(url.searchParams.get('max-keys') ?? 1_000)).map((each) => `<Contents><Key>${each}</Key></Contents>`)
      return say(200, `<?xml version="1.0"?><ListBucketResult><KeyCount>${shown.length}</KeyCount>${shown.join('')}</ListBucketResult>`)
    }
    const object = objects.get(key as string)
    if (request.method === 'PUT') {
      objects.set(key as string, { body, type: request.headers['content-type'], cacheControl: request.headers['cache-control'] })
      return say(200)
    }
    if (request.method === 'DELETE') {
      objects.delete(key as string)
      return say(204)
    }
    return object ? say(200, object.body) : refuse(404, 'NoSuchKey')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    environment: {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: id,
      AWS_SECRET_ACCESS_KEY: secret,
    },
    objects,
    asked,
    failOnce: (when: (asking: string) => boolean, status = 400) => failures.push({ when, status }),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The code of what is wrong; undefined where it is right. By the words of AWS Signature Version 4. */
export function wrongSignature(
  { method, url, headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: string,
  { id, secret, region }: { id: string; secret: string; region: string },
) {
  const form = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/
  const [, who, day, where, named = '', signature] = form.exec(headers.authorization ?? '') ?? []
  if (!who) return 'AccessDenied'
  if (who !== id) return 'InvalidAccessKeyId'
  if (where !== region) return 'AuthorizationHeaderMalformed'
  const names = named.split(';')
  const at = headers['x-amz-date'] as string
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name)) || !at.startsWith(day as string)) return 'AccessDenied'
  if (headers['x-amz-content-sha256'] !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  const [path, query = ''] = (url as string).split('?')
  const canonical = [
    method,
    path,
    query.split('&').sort().join('&'),
    ...names.map((name) => `${name}:${String(headers[name] ?? '').trim()}`),
    '',
    named,
    sha256(body),
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', at, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n')
  const key = [day as string, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    `AWS4${secret}`,
  )
  return createHmac('sha256', key).update(toSign).digest('hex') === signature ? undefined : 'SignatureDoesNotMatch'
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
