import { NativeSelect, Select, TextInput } from '@mantine/core'
import type { BrandView } from '../../../../../server/src/prepare/people/people.contract.ts'
import { t, tOf } from '../../../strings/t.ts'
import { useServices } from '../brands.ts'
import { type Given, type Link, type Provider, type Wrong, withProvider } from './links.ts'

type Props = { given: Given; set: (given: Given) => void; brands: BrandView[]; wrong: Wrong; link: Link | undefined }
const providers: Provider[] = ['stripe', 'shopify']

/** Which provider, with which keys, and what becomes of what is read. */
export function LinkFields({ given, set, brands, wrong, link }: Props) {
  const { provider } = given
  const services = (useServices().data ?? []).filter(({ brand }) => brand === given.brand)
  const text = (field: 'name' | 'shop' | 'keyField') => ({
    value: given[field],
    error: wrong[field],
    onChange: (event: { currentTarget: { value: string } }) => set({ ...given, [field]: event.currentTarget.value }),
  })
  const secret = (field: 'token' | 'hookSecret') => ({
    type: 'password',
    autoComplete: 'off',
    maxLength: 500,
    value: given[field],
    error: wrong[field],
    onChange: (event: { currentTarget: { value: string } }) => set({ ...given, [field]: event.currentTarget.value }),
  })
  return (
    <>
      <NativeSelect
        label={t('sync.provider')}
        disabled={link !== undefined}
        data={providers.map((value) => ({ value, label: tOf('sync.provider', value) }))}
        value={provider}
        onChange={(event) => set(withProvider(given, providers.find((each) => each === event.currentTarget.value) ?? provider))}
      />
      <TextInput label={t('sync.name')} required maxLength={120} {...text('name')} />
      {brands.length > 1 && (
        <Select
          label={t('sync.brand')}
          allowDeselect={false}
          data={brands.map(({ slug, name }) => ({ value: slug, label: name }))}
          value={given.brand}
          error={wrong.brand}
          onChange={(brand) => brand && set({ ...given, brand, ordersOf: null })}
        />
      )}
      {provider === 'shopify' && <TextInput label={t('sync.shop')} description={t('sync.shopHint')} required maxLength={255} {...text('shop')} />}
      <TextInput
        label={tOf('sync.token', provider)}
        description={`${tOf('sync.tokenHint', provider)}${link ? ` ${t('sync.stays')}` : ''}`}
        required={!link}
        {...secret('token')}
      />
      <TextInput label={tOf('sync.hookSecret', provider)} description={link?.signed ? t('sync.stays') : t('sync.hookHint')} {...secret('hookSecret')} />
      <TextInput label={t('sync.keyField')} description={tOf('sync.keyFieldHint', provider)} maxLength={80} {...text('keyField')} />
      {provider === 'shopify' && (
        <Select
          label={t('sync.ordersOf')}
          description={t('sync.ordersOfHint')}
          clearable
          searchable
          data={services.map(({ key, name }) => ({ value: key, label: name }))}
          value={given.ordersOf}
          error={wrong.ordersOf}
          onChange={(ordersOf) => set({ ...given, ordersOf })}
        />
      )}
      <NativeSelect
        label={t('sync.mergeBy')}
        data={(['person', 'itself'] as const).map((value) => ({ value, label: tOf('sync.mergeBy', value) }))}
        value={given.mergeBy}
        onChange={(event) => set({ ...given, mergeBy: event.currentTarget.value === 'itself' ? 'itself' : 'person' })}
      />
    </>
  )
}
