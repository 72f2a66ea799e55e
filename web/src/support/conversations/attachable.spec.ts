import { describe, expect, test } from 'vitest'
import { filesOf, whyNot } from './attachable.ts'

const files = (count: number, bytes: number) => Array.from({ length: count }, () => ({ bytes }))

describe('What may be attached to a reply', () => {
  test('is bounded by each, by how many, and by all together, and each bound says what it is', () => {
    expect(whyNot([], { bytes: 10_000_000 })).toBeUndefined()
    expect(whyNot([], { bytes: 10_000_001 })).toContain('10 MB')
    expect(whyNot([], { bytes: 0 })).toContain('empty')
    expect(whyNot(files(9, 1), { bytes: 1 })).toBeUndefined()
    expect(whyNot(files(10, 1), { bytes: 1 })).toContain('10 files')
    expect(whyNot(files(2, 6_000_000), { bytes: 3_000_001 })).toContain('15 MB')
  })
  test('what was copied as text with a picture of it stays text', () => {
    const file = new File(['x'], 'image.png')
    expect(filesOf({ types: ['Files'], files: [file] } as unknown as DataTransfer)).toEqual([file])
    expect(filesOf({ types: ['text/plain', 'text/html', 'Files'], files: [file] } as unknown as DataTransfer)).toEqual([])
    expect(filesOf(null)).toEqual([])
  })
})
