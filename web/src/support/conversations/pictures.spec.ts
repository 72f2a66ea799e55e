import { describe, expect, test } from 'vitest'
import { withPictures } from './pictures.ts'

describe('Pictures of a mail', () => {
  const html = '<img data-remote="https://x/a.png"><p>data-remote</p><img data-cid="b" alt="B">'
  test('stand where they were named, in their order', () =>
    expect(withPictures(html, ['data:image/png;base64,AA', 'data:image/gif;base64,BB'])).toBe(
      '<img src="data:image/png;base64,AA"><p>data-remote</p><img src="data:image/gif;base64,BB" alt="B">',
    ))
  test('are left out where they could not be had, or are none', () => {
    expect(withPictures(html, [])).toBe(html)
    expect(withPictures(html, [null, 'javascript:alert(1)'])).toBe(html)
  })
})
