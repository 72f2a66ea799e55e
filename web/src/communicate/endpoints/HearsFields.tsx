import { Select, SimpleGrid, TextInput } from '@mantine/core'
import { severities } from '../../stabilize/crisis/severity.ts'
import { t, tOf } from '../../strings/t.ts'
import type { Wrong } from './written.ts'

type Hears = { name: string; leastSeverity: number; locale: string }

type Shown = { given: Hears; set: (part: Partial<Hears>) => void; wrong: Wrong; brandsLanguage?: boolean }

/** What it is called, how grave a crisis must be, and in which language it hears of it. `brandsLanguage`: left empty, it is the brand's. */
export function HearsFields({ given, set, wrong, brandsLanguage = false }: Shown) {
  return (
    <>
      <TextInput
        label={t('endpoints.name')}
        description={t('endpoints.nameHint')}
        required
        maxLength={100}
        value={given.name}
        error={wrong.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'start' }}>
        <Select
          label={t('endpoints.severity')}
          allowDeselect={false}
          data={severities.map((each) => ({ value: String(each), label: tOf('endpoints.severity', each) }))}
          value={String(given.leastSeverity)}
          error={wrong.leastSeverity}
          onChange={(value) => set({ leastSeverity: Number(value) || 4 })}
        />
        <TextInput
          label={t('endpoints.locale')}
          description={brandsLanguage ? t('endpoints.localeHintBrand') : t('endpoints.localeHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          required={!brandsLanguage}
          maxLength={5}
          value={given.locale}
          error={wrong.locale}
          onChange={(event) => set({ locale: event.currentTarget.value })}
        />
      </SimpleGrid>
    </>
  )
}
