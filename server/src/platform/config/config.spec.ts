import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

describe('Settings of an installation', () => {
  test('name servers are addresses, with a port or without', () =>
    expect(readConfig({ LEEWARD_DNS: '9.9.9.9, 127.0.0.1:5353,[::1]:53, 2620:fe::fe' }).dns).toEqual(['9.9.9.9', '127.0.0.1:5353', '[::1]:53', '2620:fe::fe']))
  test('without any, the machine’s own are asked', () => expect(readConfig({}).dns).toEqual([]))
  test.each(['dns.example', '9.9.9', '9.9.9.9:', '9.9.9.9:x', '9.9.9.9:99999', '999.1.1.1', '[::1', '[9.9.9.9]', ':::'])(
    '“%s” stops the start, and it is said what is wrong',
    (wrong) => expect(() => readConfig({ LEEWARD_DNS: wrong })).toThrow('LEEWARD_DNS'),
  )
  test('a bucket for the status pages needs its keys; a folder needs none', () => {
    expect(() => readConfig({ LEEWARD_STATUS_EXPORT: 's3://status/pages' })).toThrow('LEEWARD_STATUS_EXPORT: needs AWS_ACCESS_KEY_ID')
    expect(() => readConfig({ LEEWARD_STATUS_EXPORT: 's3://', LEEWARD_PORT: 'x' })).toThrow(/LEEWARD_PORT[\s\S]*LEEWARD_STATUS_EXPORT: must be a bucket/)
    const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }
    expect(readConfig({ LEEWARD_STATUS_EXPORT: 's3://status/pages', ...keys })).toMatchObject({
      statusExport: 's3://status/pages',
      bucket: { accessKeyId: 'id' },
    })
    expect(readConfig({ LEEWARD_STATUS_EXPORT: '/srv/status' }).statusExport).toBe('/srv/status')
  })
})
