import { describe, expect, test } from 'vitest'
import { domainToASCII } from 'node:url'
import { processorWatch } from '../../../../../journeys/support/processor-time.ts'
import { lookAlike } from './look-alike.ts'

const known = ['acme.example', 'care@acme.example', 'Acme Broadband', 'northwind.example', 'ann@northwind.example']

describe('A sender who only looks like somebody known', () => {
  test.each([
    ['ann@northwlnd.example', 'Ann', /only looks like northwind\.example/],
    ['ann@n\u043erthwind.example', 'Ann', /only looks like northwind\.example/],
    [`ann@${domainToASCII('n\u043erthwind.example')}`, 'Ann', /only looks like northwind\.example/],
    ['ann@northwinds.example', 'Ann', /differs from northwind\.example by one letter/],
    ['ann@nortwhind.example', 'Ann', /differs from northwind\.example by one letter/],
    ['ann@northwind.example.evil.test', 'Ann', /begins like northwind\.example/],
    ['ann@northwind-billing.test', 'Ann', /carries the name of northwind\.example/],
    ['someone@gmail.example', 'Acme Broadband', /called like Acme Broadband/],
    ['someone@gmail.example', 'Acme  Br\u043eadband – Support', /called like Acme Broadband/],
    ['someone@gmail.example', 'care@acme.example', /calls themselves care@acme\.example/],
    ['someone@gmail.example', '"Ann (ann@northwind.example)"', /calls themselves ann@northwind\.example/],
    ['someone@gmail.example', 'ann\u202eelpmaxe.dniwhtron@', /written backwards/],
    ['someone@p\u0430ypal.example', 'PayPal', /mixes letters/],
  ])('%s, called %s', (address, name, sentence) => expect(lookAlike(address, name, known)).toMatch(sentence))
  test.each([
    ['ann@northwind.example', 'Ann Example'],
    ['ann@mail.northwind.example', 'Ann'],
    ['ann@northwind.example', 'ann@northwind.example'],
    ['care@acme.example', 'Acme Broadband'],
    ['bob@southwind.example', 'Bob'],
    ['bob@windnorth.example', 'Bob'],
    ['иван@пример.example', 'Иван Петров'],
    ['κώστας@gmail.example', 'Κώστας'],
    ['li@例え.example', '李'],
    ['', ''],
  ])('is not %s, called %s', (address, name) => expect(lookAlike(address, name, known)).toBeUndefined())
  test('a name made to be slow is read at once', () => {
    const spent = processorWatch()
    for (const bad of ['a@'.repeat(500_000), 'а'.repeat(1_000_000), `${'a.'.repeat(500_000)}@`]) lookAlike(bad, bad, known)
    expect(spent()).toBeLessThan(1_000)
  })
})
