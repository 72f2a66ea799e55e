import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { useWrite } from '../../ui/use-write.ts'
import { addressKey, brandPath } from './look.ts'

/** A brand is written whole: what is not meant stays as it was read. */
export const useBrandWrite = ({ slug, ...brand }: BrandView, done: string, after?: () => void) =>
  useWrite<BrandView, Partial<Pick<BrandView, 'domain' | 'private'>>>({
    method: 'PUT',
    path: brandPath(slug),
    send: (part) => ({ ...brand, ...part }),
    touches: [['brands'], addressKey(slug)],
    done,
    ...(after ? { after } : {}),
  })
