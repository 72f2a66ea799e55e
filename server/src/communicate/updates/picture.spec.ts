import { describe, expect, test } from 'vitest'
import { pictureIn } from './picture.ts'

describe('What kind of picture a file is', () => {
  test.each([
    ['nothing at all', Buffer.alloc(0)],
    ['a drawing in SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'.padEnd(60))],
    ['the beginning of a PNG', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['a PNG of no size', png(0, 10)],
    ['a JPEG that ends before its frame', Buffer.from('ffd8ffe000104a46494600', 'hex')],
    ['a JPEG whose segment leads out of it', Buffer.from('ffd8ffe0ffff0000000000000000', 'hex')],
    ['a JPEG that goes on as something else', Buffer.from('ffd8003cffffffffffffffffff', 'hex')],
    ['a RIFF that is a sound', Buffer.from('RIFF0000WAVEfmt '.padEnd(40))],
    ['a WebP of no known form', Buffer.from('RIFF0000WEBPABCD'.padEnd(40))],
    ['the beginning of a GIF', Buffer.from('GIF89a')],
  ])('%s is none', (_, bytes) => expect(pictureIn(bytes)).toBeUndefined())

  test('PNG, GIF, JPEG and the three forms of WebP say how large they are', () => {
    expect(pictureIn(png(640, 480))).toEqual({ type: 'image/png', width: 640, height: 480 })
    expect(pictureIn(Buffer.from(`474946383961${'8002'}${'e001'}f70000`, 'hex'))).toEqual({ type: 'image/gif', width: 640, height: 480 })
    expect(pictureIn(Buffer.from(`ffd8${'ffe00004aabb'}${'ffc2001108'}${'01e0'}${'0280'}03000000`, 'hex'))).toEqual({
      type: 'image/jpeg',
      width: 640,
      height: 480,
    })
    const webp = (form: string, at: number, bytes: number[]) => {
      const whole = Buffer.alloc(40)
      whole.write(`RIFF0000WEBP${form}`, 'latin1')
      whole.set(bytes, at)
      return pictureIn(whole)
    }
    expect(webp('VP8X', 24, [0x7f, 2, 0, 0xdf, 1, 0])).toEqual({ type: 'image/webp', width: 640, height: 480 })
    expect(webp('VP8 ', 23, [0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1])).toEqual({ type: 'image/webp', width: 640, height: 480 })
    const bits = 639 | (479 << 14)
    expect(webp('VP8L', 20, [0x2f, bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, bits >>> 24])).toEqual({ type: 'image/webp', width: 640, height: 480 })
  })
})

function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(40)
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}
