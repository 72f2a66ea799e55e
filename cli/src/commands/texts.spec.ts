import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { texts } from './texts.ts'

describe('leeward texts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leeward-texts-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const things = ['parcel', 'courier', 'van', 'driver', 'box', 'letter', 'pallet', 'crate', 'bag', 'tube', 'envelope', 'sack']
  const labelled = file('labelled.csv', `text,team\n${things.map((thing) => `the ${thing} is late,road\nthe ${thing} costs too much,money`).join('\n')}\n`)
  const out = join(folder, 'model.json')
  const train = (from: string, ...more: string[]) => ['train', from, '--text', 'text', '--label', 'team', '--out', out, ...more]

  test('read says what it reads, with what is personal masked', async () => {
    const said = await saidBy(['read', file('mail.txt', 'Refund me, I am at ada@mail.example')])
    expect(said).toMatch(/^language {3}en\nsentiment {2}/)
    expect(said).toContain('intent     refund')
    expect(said).toContain('masked     1 e-mail\nRefund me, I am at [e-mail]')
    expect(said).not.toContain('ada@')
  })
  test('read leaves our own names as they are, and masks those of others', async () => {
    const post = file('post.txt', '@acme @acme_help @ann is it down?')
    expect(await saidBy(['read', post])).toContain('[name] [name] [name] is it down?')
    for (const ours of [
      ['--ours', '@acme,Acme_Help'],
      ['--ours', 'acme', '--ours', ' @acme_help '],
    ])
      expect(await saidBy(['read', post, ...ours])).toContain('@acme @acme_help [name] is it down?')
  })
  test('train prints five-fold figures and writes a model that read takes', async () => {
    expect(await saidBy(train(labelled))).toMatch(
      /^24 texts\nfive-fold: accuracy 1\.000, macro-F1 1\.000\n {2}money: F1 1\.000, precision 1\.000, recall 1\.000, 12 texts\n/,
    )
    expect(readFileSync(out, 'utf8')).toContain('"leeward-texts"')
    expect(await saidBy(['read', file('barrel.txt', 'the barrel costs too much'), '--model', out])).toContain('label      money')
  })
  test('read goes through a column of a table, one line of JSON each', async () => {
    const lines = (await saidBy(['read', labelled, '--text', 'text', '--json'])).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).masked.text)).toHaveLength(24)
  })

  test.each([
    ['nothing', [], 'say train or read'],
    ['no columns', ['train', labelled], 'say which column holds the texts'],
    ['a file that is not there', ['read', '/nowhere/at-all'], 'there is no such file'],
    ['a folder', ['read', tmpdir()], 'cannot read'],
    ['a column that is not there', ['train', labelled, '--text', 'body', '--label', 'team', '--out', out], 'There is no column “body”'],
    ['one label only', train(file('one.csv', 'text,team\na,x\nb,x\n')), 'nothing to tell apart'],
    ['too few rows', train(file('few.csv', 'text,team\na,x\nb,y\n')), 'each label needs 10 at least'],
    ['an empty file', train(file('empty.csv', '')), 'The file is empty'],
    ['a place that cannot be written', [...train(labelled).slice(0, -1), join(folder, 'no', 'model')], 'cannot write'],
    ['a damaged model', ['read', labelled, '--model', file('bad.json', '{"kind":"leeward-texts","version":1}')], 'is damaged'],
    ['a name that is none', ['read', labelled, '--ours', 'a b'], '--ours: names such as @acme'],
    ['no name', ['read', labelled, '--ours', ','], '--ours: names such as @acme'],
    ['a seed of letters', train(labelled, '--seed', 'abc'), '--seed is a whole number'],
  ])('%s is refused by name', async (_, args, sentence) => {
    await expect(saidBy(args)).rejects.toThrow(sentence)
  })
})

/** What the command wrote. */
async function saidBy(args: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    await texts(args)
    return write.mock.calls.map(([text]) => String(text)).join('')
  } finally {
    write.mockRestore()
  }
}
