import { describe, expect, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { postmortemHtml } from './markdown.ts'
import { type PostmortemCommand, type PostmortemFact, postmortem } from './postmortem.ts'

describe('Publishing a review for customers', () => {
  test('is read at once where one person is enough', () => reviewOf().when(submit(1)).then(submitted(1), published()))
  test('waits where two must agree, and is read once the second does', () => {
    reviewOf().when(submit(2)).then(submitted(2))
    reviewOf(submitted(2)).when(approve('bo', 's1')).then({ type: 'PostmortemApproved', by: 'bo', at }, published())
  })
  test('is not agreed to by its author, nor by the same person twice, nor by whoever read other words', () => {
    reviewOf(submitted(2)).when(approve('ann', 's1')).thenRefused('not-allowed')
    reviewOf(submitted(3), { type: 'PostmortemApproved', by: 'bo', at }).when(approve('bo', 's1')).thenRefused('not-allowed')
    reviewOf(submitted(2)).when(approve('bo', 's0')).thenRefused('changed-meanwhile')
  })
  test('does not count a program that wrote it as one of two people', () =>
    reviewOf({ ...submitted(2), by: 'key:7' } as PostmortemFact)
      .when(approve('bo', 's1'))
      .then({ type: 'PostmortemApproved', by: 'bo', at }))
  test('that waits is not submitted again, and one that does not wait is not answered', () => {
    reviewOf(submitted(2)).when(submit(2)).thenRefused('already-done')
    for (const command of [approve('bo', 's1'), back('bo'), withdraw]) reviewOf().when(command).thenRefused('out-of-order')
  })
  test('is sent back by somebody else than its author, who withdraws it', () => {
    reviewOf(submitted(2)).when(back('bo')).then({ type: 'PostmortemSentBack', by: 'bo', reasonId: 'r1', at })
    reviewOf(submitted(2)).when(back('ann')).thenRefused('not-allowed')
    reviewOf(submitted(2)).when(withdraw).then({ type: 'PostmortemWithdrawn', by: 'ann', at })
    reviewOf(submitted(2), { type: 'PostmortemWithdrawn', by: 'ann', at }).when(submit(2)).then(submitted(2))
  })
  test('that customers read is taken down with a reason, or followed by a newer one by the same way', () => {
    reviewOf(submitted(1), published()).when(down).then({ type: 'PostmortemTakenDown', by: 'bo', reasonId: 'r1', at })
    reviewOf(submitted(1), published()).when(submit(2)).then(submitted(2))
    reviewOf(submitted(1), published(), { type: 'PostmortemTakenDown', by: 'bo', reasonId: 'r1', at }).when(down).thenRefused('already-done')
    reviewOf().when(down).thenRefused('already-done')
  })
})

describe('Its Markdown', () => {
  test('has headings below those of the page, lists, tables and links', () => {
    const html = postmortemHtml('# Why\n\n- a\n\n###### deep\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[help](https://help.example)')
    expect(html).toContain('<h4>Why</h4>')
    expect(html).toContain('<h6>deep</h6>')
    expect(postmortemHtml('## One\n\n### Two')).toContain('<h4>One</h4>\n<h5>Two</h5>')
    expect(html).toContain('<div class="wide"><table>')
    expect(html).toContain('<a href="https://help.example" rel="noopener noreferrer nofollow">help</a>')
  })
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt&colon;alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:msgbox)',
    '![p](https://track.example/p.png)',
    '<a href="javascript:x">x</a>',
    '[x]: javascript:alert(1)\n\n[x]',
    '<https://x.example/"onmouseover="x">',
    '```<script>\nx\n```',
    '<iframe src="https://x.example"></iframe>',
  ])('%s does nothing', (text) =>
    expect(postmortemHtml(text)).not.toMatch(/<(?:script|img|iframe)|<[^>]*(?:\son\w+=|(?:href|src)="\s*(?:javascript|data|vbscript))/i),
  )
  test('of great depth and length takes no time', () => {
    const began = performance.now()
    for (const text of ['> '.repeat(5_000), '*'.repeat(20_000), '['.repeat(20_000), '- '.repeat(10_000), '`'.repeat(19_999)]) postmortemHtml(text)
    expect(performance.now() - began).toBeLessThan(3_000)
  })
})

const at = new Date('2030-01-01T12:00:00Z')
const submit = (people: number): PostmortemCommand => ({ type: 'SubmitPostmortem', by: 'ann', people, seal: 's1', now: at })
const approve = (by: string, seal: string): PostmortemCommand => ({ type: 'ApprovePostmortem', by, seal, now: at })
const back = (by: string): PostmortemCommand => ({ type: 'SendPostmortemBack', by, reasonId: 'r1', now: at })
const withdraw: PostmortemCommand = { type: 'WithdrawPostmortem', by: 'ann', now: at }
const down: PostmortemCommand = { type: 'TakePostmortemDown', by: 'bo', reasonId: 'r1', now: at }
const submitted = (people: number): PostmortemFact => ({ type: 'PostmortemSubmitted', by: 'ann', people, seal: 's1', at })
const published = (): PostmortemFact => ({ type: 'PostmortemPublished', at })
const reviewOf = (...facts: PostmortemFact[]) => specification(postmortem).given(...facts)
