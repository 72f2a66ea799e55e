// A model that speaks as OpenAI's do, over real HTTP, and answers what a test wants: also nothing, nonsense, and too late.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type AskedOfModel = {
  authorization: string | undefined
  path: string | undefined
  body: { model: string; messages: { role: string; content: string }[] }
}
export type Reply = (response: ServerResponse, asked: AskedOfModel) => void

/** A chat completion with this content. */
export const completion =
  (content: unknown, more: object = {}): Reply =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        id: 'c',
        object: 'chat.completion',
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, ...more } }],
      }),
    )
/** Sentences that all name the first source. */
export const sentences = (...texts: string[]): Reply => completion(JSON.stringify({ sentences: texts.map((text) => ({ text, source: 0 })) }))
export const status =
  (code: number, headers: Record<string, string> = {}, body = '{"error":{"message":"no"}}'): Reply =>
  (response) =>
    response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(body)

export async function fakeModel(key: string) {
  const asked: AskedOfModel[] = []
  let reply: Reply = completion('{}')
  const server = createServer(async (request, response) => {
    const one = { authorization: request.headers.authorization, path: request.url, body: JSON.parse(await textOf(request)) }
    asked.push(one)
    if (one.authorization !== `Bearer ${key}`) status(401)(response, one)
    else reply(response, one)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()))
  return {
    asked,
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}/v1`,
    answers: (next: Reply) => {
      reply = next
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
