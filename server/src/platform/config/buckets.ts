// A bucket of any store that speaks S3, as a setting names it: s3://bucket/prefix; who we are there, and where it is, as every tool reads it from the environment.
export type BucketSettings = { endpoint?: string; region: string; accessKeyId: string; secretAccessKey: string; sessionToken?: string }
export type BucketAddress = { bucket: string; prefix: string }

export const isBucket = (text: string): boolean => /^s3:/i.test(text)

/** `prefix` is empty, or ends in a slash. */
export function bucketAddress(text: string): BucketAddress {
  const [, bucket = '', path = ''] = form.exec(text) ?? []
  return { bucket, prefix: path.replace(/^\/+|\/+$/g, '').replace(/(?<=.)$/, '/') }
}
const form = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[\w.-]+)*)\/*$/

export function bucketSettings(environment: Record<string, string | undefined>): BucketSettings {
  const given = (name: string) => environment[name] || undefined
  return {
    endpoint: (given('AWS_ENDPOINT_URL_S3') ?? given('AWS_ENDPOINT_URL'))?.replace(/\/+$/, ''),
    region: given('AWS_REGION') ?? given('AWS_DEFAULT_REGION') ?? 'us-east-1',
    accessKeyId: given('AWS_ACCESS_KEY_ID') ?? '',
    secretAccessKey: given('AWS_SECRET_ACCESS_KEY') ?? '',
    sessionToken: given('AWS_SESSION_TOKEN'),
  }
}

/** What is wrong with the address or with what the environment says beside it; undefined where nothing is. */
export function wrongBucket(text: string, { endpoint, accessKeyId, secretAccessKey }: BucketSettings): string | undefined {
  const { bucket, prefix } = bucketAddress(text)
  if (bucket === '' || prefix.split('/').some((part) => part === '..' || part === '.'))
    return 'must be a bucket such as s3://my-bucket/status, with letters, digits, dots, dashes and underscores'
  if (accessKeyId === '' || secretAccessKey === '') return 'needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY beside it, to write into a bucket'
  if (endpoint !== undefined && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
    return 'needs an address such as https://s3.example in AWS_ENDPOINT_URL_S3 (or AWS_ENDPOINT_URL), or none for Amazon’s own'
  return undefined
}
