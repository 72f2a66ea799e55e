import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { detect } from './detect.ts'

describe('leeward detect backtest', () => {
  let folder: string
  let printed: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lw-detect-'))
    printed = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text)
      return true
    })
  })
  afterEach(() => {
    vi.restoreAllMocks()
    rmSync(folder, { recursive: true, force: true })
  })
  const file = (body: string | Buffer, name = 'a.csv') => {
    writeFileSync(join(folder, name), body)
    return join(folder, name)
  }
  const begin = Date.parse('2030-01-07T00:00:00Z')
  const rows = (head: string, row: (at: Date, value: number) => string, burst = 700) =>
    `${head}\n${Array.from({ length: 800 }, (_, i) => row(new Date(begin + i * 300_000), i >= burst && i < burst + 6 ? 480 : 50 + Math.round(8 * Math.sin(i / 3) + 5 * Math.cos(i * 1.7)))).join('\n')}\n`

  test('lists what would have been raised, when, and why', async () => {
    await detect(['backtest', '--data', file(rows('timestamp,value', (at, value) => `${at.toISOString()},${value}`))])
    expect(printed).toMatch(
      /^value: 800 values, 1 raised, 10\.8 in 30 days\n {2}2030-01-09T10:20Z for \d+ min, up, peak 480: 480 against \d+ ± \d+ expected for a Wednesday 10:00/,
    )
  })
  test('reads several series, packed files, other columns and other times', async () => {
    const two = `${rows('metric,ts,n', (at, value) => `a,${at.getTime() / 1_000},${value}`)}${rows('', (at, value) => `b,${at.getTime() / 1_000},${value}`, 9_999).trim()}\n`
    await detect(['backtest', file(gzipSync(two), 'a.csv.gz'), '--json'])
    const { series, left } = JSON.parse(printed)
    expect(series.map(({ name, raised }: { name: string; raised: unknown[] }) => [name, raised.length])).toEqual([
      ['a', 1],
      ['b', 0],
    ])
    expect(left).toBe(0)
  })
  test('what alone would bother nobody is marked', async () => {
    const body = rows('time,value', (at, value) => `${at.toISOString()},${value === 480 ? 70 : value}`)
    await detect(['backtest', '--data', file(body), '--json'])
    const [{ raised }] = JSON.parse(printed).series
    expect(raised.map(({ score, weak }: { score: number; weak: boolean }) => weak === score < 0.65)).toEqual(raised.map(() => true))
    expect(raised.some(({ weak }: { weak: boolean }) => weak)).toBe(true)
    printed = ''
    await detect(['backtest', '--data', file(body)])
    expect(printed).toMatch(/^ {2}\(weak\) 2030-/m)
    expect(printed).toContain('it waits for company')
  })
  test('rows without a number are counted, and lose nothing', async () => {
    await detect([
      'backtest',
      file(`${rows('time,value', (at, value) => `${at.toISOString().slice(0, 19).replace('T', ' ')},${value}`)}soon,5\n2030-02-01,much\n`),
    ])
    expect(printed).toContain('2 rows without a time or a number were left out')
    expect(printed).toContain('1 raised')
  })
  test.each([
    [[], 'backtest what?'],
    [['guess'], 'there is nothing called guess here'],
    [['backtest'], 'which file?'],
    [['backtest', '/nowhere.csv'], 'there is no file'],
  ])('%j is refused', async (args, sentence) => expect(detect(args as string[])).rejects.toThrow(sentence))
  test('so is a file that says nothing, and a column that is not there', async () => {
    await expect(detect(['backtest', file('')])).rejects.toThrow('no row')
    await expect(detect(['backtest', file('a,b\n1,2\n')])).rejects.toThrow('there is no column with the time; there are a, b')
    await expect(detect(['backtest', file('time,value\n1,2\n'), '--value', 'x'])).rejects.toThrow('there is no column x')
    await expect(detect(['backtest', file('time,value\n2030-01-01,2\n'), '--zone', 'Mars'])).rejects.toThrow('no time zone')
    await expect(detect(['backtest', file('time,value\n2030-01-01,2\n'), '--sensitivity', 'huge'])).rejects.toThrow('low, medium, high')
  })
})
