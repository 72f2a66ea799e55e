import { Checkbox, NativeSelect, NumberInput, SimpleGrid, TextInput } from '@mantine/core'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { PlacedFields } from './PlacedFields.tsx'
import { type Given, kinds, maySign, mustSign, type Source, type Wrong } from './sources.ts'

type Props = { given: Given; set: (part: Partial<Given>) => void; brands: BrandView[]; wrong: Wrong; source: Source | undefined }

/** What sends, whose it is, and what its signals are about where they name nothing themselves. */
export function SourceFields({ given, set, brands, wrong, source }: Props) {
  const { kind } = given
  return (
    <>
      <TextInput
        label={t('sources.name')}
        required
        data-autofocus
        maxLength={120}
        value={given.name}
        error={wrong.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('sources.kind')}
        data={kinds.map((value) => ({ value, label: tOf('sources.kind', value) }))}
        value={kind}
        error={wrong.kind}
        onChange={(event) => set({ kind: kinds.find((each) => each === event.currentTarget.value) ?? kind })}
      />
      <PlacedFields
        given={given}
        set={set}
        brands={brands}
        wrong={wrong}
        fixed={source !== undefined}
        hints={{ service: t('sources.serviceHint'), region: t('sources.regionHint') }}
      />
      {maySign(kind) && (
        <TextInput
          type="password"
          autoComplete="off"
          label={t('sources.secret')}
          description={source?.signed ? t('sources.secretStays') : t(mustSign(kind) ? 'sources.secretHint.need' : 'sources.secretHint.may')}
          maxLength={500}
          disabled={given.away}
          value={given.secret}
          error={wrong.secret}
          onChange={(event) => set({ secret: event.currentTarget.value })}
        />
      )}
      {maySign(kind) && source?.signed && (
        <Checkbox label={t('sources.secretAway')} checked={given.away} onChange={(event) => set({ away: event.currentTarget.checked, secret: '' })} />
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'start' }}>
        <NumberInput
          label={t('sources.kept')}
          description={t('sources.keptHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          min={10}
          max={100_000}
          allowDecimal={false}
          hideControls
          value={given.keptAMinute}
          error={wrong.keptAMinute}
          onChange={(keptAMinute) => set({ keptAMinute })}
        />
      </SimpleGrid>
      <Checkbox
        label={t('sources.practice')}
        disabled={source !== undefined}
        checked={given.practice}
        onChange={(event) => set({ practice: event.currentTarget.checked })}
      />
    </>
  )
}
