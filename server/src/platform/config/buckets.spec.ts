import { describe, expect, test } from 'vitest'
import { bucketAddress, bucketSettings, wrongBucket } from './buckets.ts'

describe('A bucket in the settings', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }
  test.each([
    ['s3://status', 'status', ''],
    ['s3://status/', 'status', ''],
    ['s3://status/pages', 'status', 'pages/'],
    ['s3://my.status-1/a/b_c.d//', 'my.status-1', 'a/b_c.d/'],
  ])('%s', (text, bucket, prefix) => {
    expect(bucketAddress(text)).toEqual({ bucket, prefix })
    expect(wrongBucket(text, bucketSettings(keys))).toBeUndefined()
  })
  test.each([
    's3:',
    's3://',
    's3:///x',
    's3://UPPER',
    's3://a',
    's3://status/../other',
    's3://status/./x',
    's3://status/a b',
    's3://status?x=1',
    'S3://status',
  ])('“%s” is refused with what is right', (text) => expect(wrongBucket(text, bucketSettings(keys))).toContain('such as s3://my-bucket/status'))
  test('without keys, or with half of them, it says which are needed', () => {
    expect(wrongBucket('s3://status', bucketSettings({}))).toContain('AWS_ACCESS_KEY_ID')
    expect(wrongBucket('s3://status', bucketSettings({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: '' }))).toContain('AWS_SECRET_ACCESS_KEY')
  })
  test('the store’s own address goes before the common one; the region is where tools look for it', () => {
    const common = { AWS_ENDPOINT_URL: 'https://all.example/', AWS_DEFAULT_REGION: 'eu-central-1' }
    expect(bucketSettings(common)).toMatchObject({ endpoint: 'https://all.example', region: 'eu-central-1' })
    expect(bucketSettings({ ...common, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000', AWS_REGION: 'x' })).toMatchObject({
      endpoint: 'http://127.0.0.1:9000',
      region: 'x',
    })
    expect(bucketSettings({})).toMatchObject({ endpoint: undefined, region: 'us-east-1' })
    expect(wrongBucket('s3://status', bucketSettings({ ...keys, AWS_ENDPOINT_URL: 'minio:9000' }))).toContain('AWS_ENDPOINT_URL')
  })
})
