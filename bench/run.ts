// npm run bench -- NAME [--data DIR] [--size N] [--chaos N]: runs one benchmark in this process, prints its figures, and fails when a goal is missed.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbedded } from '../server/src/platform/database/embedded.ts'

/** What a benchmark is given: a server of its own (with ways to crash and to stop it, unless it is somebody else's), a folder, and where other data of its kind lies. */
export type Context = {
  serverUrl: string
  crash?: () => Promise<void>
  stop?: () => Promise<unknown>
  tmp: string
  data?: string
  size?: number
  chaos?: number
}
/** `ratio` is to the limit's peer measured in the same run; it must stay at or below `limit` (or above it, where `atLeast`). `most`: an absolute bound on `value`. */
export type Figure = { name: string; value: number; unit: string; limit: number; ratio: number; atLeast?: boolean; most?: number }

const here = new URL('.', import.meta.url).pathname
const names = readdirSync(here)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts' && !file.endsWith('.spec.ts'))
  .map((file) => file.slice(0, -3))

async function main(): Promise<number> {
  const {
    values,
    positionals: [name],
  } = parseArgs({ allowPositionals: true, options: { data: { type: 'string' }, size: { type: 'string' }, chaos: { type: 'string' } } })
  if (!name || !names.includes(name)) {
    process.stdout.write(`Usage: npm run bench -- NAME [--data DIR] [--size N] [--chaos N]\nThere are: ${names.join(', ')}\n`)
    return 2
  }
  if (values.data && !existsSync(values.data)) throw new Error(`there is no folder ${values.data}`)
  const tmp = mkdtempSync(join(tmpdir(), 'leeward-bench-'))
  const server = process.env.BENCH_DATABASE_URL ? undefined : await startEmbedded(join(tmp, 'database'))
  try {
    const { default: run } = (await import(join(here, `${name}.ts`))) as { default: (context: Context) => Promise<Figure[]> }
    const figures = await run({
      serverUrl: process.env.BENCH_DATABASE_URL ?? (server?.url as string),
      tmp,
      data: values.data,
      size: values.size ? Number(values.size) : undefined,
      ...(server ? { crash: server.crash, stop: server.stop } : {}),
      ...(values.chaos ? { chaos: Number(values.chaos) } : {}),
    })
    return report(name, figures)
  } finally {
    await server?.remove()
    rmSync(tmp, { recursive: true, force: true })
  }
}

/** How far a value is beyond what it may be; of what may not be at all, one is too many. */
const over = (value: number, limit: number) => (limit === 0 ? (value === 0 ? 0 : Number.POSITIVE_INFINITY) : value / limit)

/** One line a figure; the last line is the figure nearest to (or furthest beyond) its limit. */
function report(name: string, figures: Figure[]): number {
  const strain = (figure: Figure) =>
    Math.max(
      figure.atLeast ? over(figure.limit, figure.ratio) : over(figure.ratio, figure.limit),
      figure.most === undefined ? 0 : over(figure.value, figure.most),
    )
  const line = (figure: Figure, as: string) => `${as}: ${figure.value} ${figure.unit} (limit ${figure.limit}, ratio ${figure.ratio})`
  for (const figure of figures)
    process.stdout.write(
      `${line(figure, `${name}, ${figure.name}`)}${figure.most === undefined ? '' : ` [at most ${figure.most} ${figure.unit}]`}${strain(figure) > 1 ? '   MISSED' : ''}\n`,
    )
  const worst = figures.toSorted((one, other) => strain(other) - strain(one))[0] as Figure
  process.stdout.write(`${line(worst, name)}\n`)
  return strain(worst) > 1 ? 1 : 0
}

process.exitCode = await main().catch((error: Error) => {
  process.stderr.write(`bench: ${error.message}\n`)
  return 1
})
