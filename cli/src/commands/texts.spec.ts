import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

describe('leeward texts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leeward-texts-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const leeward = (args: string[], input?: string) =>
    spawnSync(process.execPath, ['cli/src/leeward.ts', 'texts', ...args], { encoding: 'utf8', input, cwd: root })
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const things = ['parcel', 'courier', 'van', 'driver', 'box', 'letter', 'pallet', 'crate', 'bag', 'tube', 'envelope', 'sack']
  const labelled = file('labelled.csv', `text,team\n${things.map((thing) => `the ${thing} is late,road\nthe ${thing} costs too much,money`).join('\n')}\n`)

  test('read says what it reads, with what is personal masked', () => {
    const { stdout, status } = leeward(['read', '-'], 'Refund me, I am at ada@mail.example')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^language {3}en\nsentiment {2}/)
    expect(stdout).toContain('intent     refund')
    expect(stdout).toContain('masked     1 e-mail\nRefund me, I am at [e-mail]')
    expect(stdout).not.toContain('ada@')
  })
  test('train prints five-fold figures and writes a model that read takes', () => {
    const out = join(folder, 'model.json')
    const { stdout, status } = leeward(['train', labelled, '--text', 'text', '--label', 'team', '--out', out])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^24 texts\nfive-fold: accuracy 1\.000, macro-F1 1\.000\n {2}money: F1 1\.000, precision 1\.000, recall 1\.000, 12 texts\n/)
    expect(readFileSync(out, 'utf8')).toContain('"leeward-texts"')
    expect(leeward(['read', '-', '--model', out], 'the barrel costs too much').stdout).toContain('label      money')
  })
  test('read goes through a column of a table, one line of JSON each', () =>
    expect(
      leeward(['read', labelled, '--text', 'text', '--json'])
        .stdout.trim()
        .split('\n')
        .map((line) => JSON.parse(line).language),
    ).toHaveLength(24))

  test.each([
    ['nothing', [], 'say train or read'],
    ['no columns', ['train', labelled], 'say which column holds the texts'],
    ['a file that is not there', ['read', '/nowhere/at-all'], 'there is no such file'],
    ['a column that is not there', ['train', labelled, '--text', 'body', '--label', 'team', '--out', join(folder, 'x')], 'There is no column “body”'],
    [
      'one label only',
      ['train', file('one.csv', 'text,team\na,x\nb,x\n'), '--text', 'text', '--label', 'team', '--out', join(folder, 'x')],
      'nothing to tell apart',
    ],
    [
      'too few rows',
      ['train', file('few.csv', 'text,team\na,x\nb,y\n'), '--text', 'text', '--label', 'team', '--out', join(folder, 'x')],
      'each label needs 10 at least',
    ],
    ['a folder that is not there', ['train', labelled, '--text', 'text', '--label', 'team', '--out', join(folder, 'no', 'x')], 'cannot write'],
    ['a damaged model', ['read', labelled, '--model', file('bad.json', '{"kind":"leeward-texts","version":1}')], 'is damaged'],
    ['a seed of letters', ['train', labelled, '--text', 'text', '--label', 'team', '--out', join(folder, 'x'), '--seed', 'abc'], '--seed is a whole number'],
  ])('%s is refused by name', (_, args, sentence) => {
    const { status, stderr } = leeward(args)
    expect(status).not.toBe(0)
    expect(stderr).toContain(sentence)
    expect(stderr).not.toContain('    at ')
  })
})

const root = new URL('../../../', import.meta.url).pathname
