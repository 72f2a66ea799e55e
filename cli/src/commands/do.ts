import { randomUUID } from 'node:crypto'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { call, crisisId } from '../api.ts'
import { readArgs, UsageError } from '../usage.ts'

type Parameter = { name: string; in: string; required?: boolean }
type Schema = { type?: string | string[]; properties?: Record<string, Schema>; required?: string[]; description?: string; enum?: unknown[]; anyOf?: Schema[] }
type Operation = {
  operationId?: string
  parameters?: Parameter[]
  requestBody?: { content?: Record<string, { schema?: Schema }> }
}
export type Document = { paths: Record<string, Record<string, Operation>> }
export type Command = { name: string; method: string; path: string; parameters: Parameter[]; body: Schema | undefined }

/** leeward do NAME [CRISIS] [field=value]… [--file FILE]: every command of the API by its stable name, once, whatever is repeated. */
export async function doCommand(args: string[]) {
  const {
    values,
    positionals: [name, ...given],
  } = readArgs(args, { 'idempotency-key': { type: 'string' }, file: { type: 'string' } })
  const commands = commandsOf(await call<Document>('/api/openapi.json'))
  if (!name) return void process.stdout.write(`${commands.map(inWords).join('\n')}\n`)
  const command = commands.find((each) => each.name === name)
  if (!command) throw new UsageError(`there is no command ${name}; there are ${commands.map((each) => each.name).join(', ')}.`)
  const { crisis, fields } = readFields(command, given)
  const { file } = values
  if (file && (command.body || command.method === 'GET')) throw new UsageError(`${name} takes no file.`)
  if (file && !existsSync(file)) throw new UsageError(`cannot read ${file}: there is no such file.`)
  const all: Record<string, unknown> = { ...(file ? namedAfter(file, command) : {}), ...fields, ...(crisis ? { id: await crisisId(crisis) } : {}) }
  const answer = await call<unknown>(pathOf(command, all), {
    method: command.method,
    ...(file ? bytesOf(file) : command.method === 'GET' ? {} : { body: JSON.stringify(bodyOf(command, all)) }),
    headers: {
      ...(file ? { 'content-type': 'application/octet-stream', 'content-length': String(statSync(file).size) } : {}),
      ...(command.method === 'POST' ? { 'idempotency-key': values['idempotency-key'] ?? randomUUID() } : {}),
    },
  })
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
}

const bytesOf = (file: string) => ({ body: Readable.toWeb(createReadStream(file)) as never, duplex: 'half' as const })

/** Where a command asks what a file is called, it is called what it is called here. */
export const namedAfter = (file: string, { parameters }: Command): Record<string, string> =>
  Object.fromEntries(
    parameters.filter(({ in: where, name }) => where === 'query' && ['name', 'fileName'].includes(name)).map(({ name }) => [name, basename(file)]),
  )

/** The commands of an API that describes itself, by name. */
export const commandsOf = ({ paths }: Document): Command[] =>
  Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { operationId, parameters = [], requestBody }]) =>
        operationId ? [{ name: operationId, method: method.toUpperCase(), path, parameters, body: requestBody?.content?.['application/json']?.schema }] : [],
      ),
    )
    .sort((one, other) => one.name.localeCompare(other.name))

/** A word without "=" is the crisis, by id or by number; everything else is field=value. */
export function readFields(command: Command, given: string[]): { crisis?: string; fields: Record<string, unknown> } {
  const words = given.filter((each) => !/^[\w.-]+=/.test(each))
  const takesCrisis = command.path.startsWith('/api/crises/{id}')
  if (words.length > (takesCrisis ? 1 : 0)) throw new UsageError(`write ${words.at(-1)} as field=value.`)
  const fields = Object.fromEntries(
    given
      .filter((each) => /^[\w.-]+=/.test(each))
      .map((each) => {
        const name = each.slice(0, each.indexOf('='))
        return [name, readValue(each.slice(name.length + 1), command.body?.properties?.[name])]
      }),
  )
  if (takesCrisis && words.length === 0 && fields.id === undefined) throw new UsageError('say which crisis: its number, such as C-2026-014.')
  return { ...(words[0] ? { crisis: words[0] } : {}), fields }
}

/** Text stays text where the contract wants text; numbers, true, false, null, lists and objects are read as JSON. */
function readValue(text: string, schema: Schema | undefined): unknown {
  const kinds = [schema, ...(schema?.anyOf ?? [])].flatMap((each) => each?.type ?? (each?.enum ? ['string'] : []))
  const wantsText = kinds.includes('string') || kinds.length === 0
  if (wantsText && !(kinds.includes('null') && text === 'null')) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export function pathOf({ path, parameters, method, body }: Command, values: Record<string, unknown>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (values[name] === undefined) throw new UsageError(`${name}=… is missing.`)
    return encodeURIComponent(String(values[name]))
  })
  const query = Object.entries(values).filter(
    ([name]) => parameters.some((each) => each.in === 'query' && each.name === name) && (method === 'GET' || !body?.properties?.[name]),
  )
  return query.length > 0 ? `${filled}?${new URLSearchParams(query.map(([name, value]) => [name, String(value)]))}` : filled
}

/** What is not part of the address goes into the body; what the contract does not know is sent too, so that the server names it. */
export const bodyOf = ({ parameters }: Command, values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !parameters.some((each) => each.name === name)))

function inWords({ name, path, body }: Command): string {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, each]) => (each === 'id' && path.startsWith('/api/crises/') ? 'CRISIS' : `${each}=…`))
  const fields = Object.keys(body?.properties ?? {}).map((field) => (body?.required?.includes(field) ? `${field}=…` : `[${field}=…]`))
  return [name, ...inPath, ...fields].join(' ')
}
