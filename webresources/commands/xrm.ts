/**
 * What the commands need of the platform's client API:
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference
 */

export interface FormControl {
  data: { entity: { getId(): string; getEntityName(): string }; refresh(save: boolean): PromiseLike<void> };
  ui?: { refreshRibbon(): void };
  getAttribute(name: string): { getValue(): unknown } | null;
}

export interface GridControl {
  refresh(): void;
}

export interface SidePane {
  paneId: string;
  navigate(page: WebResourcePage): PromiseLike<void>;
  select?(): void;
}

export interface WebResourcePage {
  pageType: 'webresource';
  webresourceName: string;
  data: string;
}

export type Row = Readonly<Record<string, unknown>>;

export interface Xrm {
  App: {
    sidePanes: {
      getPane(id: string): SidePane | undefined;
      createPane(options: {
        paneId: string;
        title: string;
        imageSrc: string;
        width: number;
        canClose: boolean;
      }): PromiseLike<SidePane>;
    };
  };
  Navigation: {
    navigateTo(page: WebResourcePage): PromiseLike<unknown>;
    openAlertDialog(words: { title: string; text: string; confirmButtonLabel: string }): PromiseLike<unknown>;
  };
  Utility: {
    getGlobalContext(): { userSettings: { languageId: number } };
  };
  WebApi: {
    retrieveRecord(table: string, id: string, query: string): PromiseLike<Row>;
    retrieveMultipleRecords(table: string, query: string): PromiseLike<{ entities: Row[] }>;
    createRecord(table: string, body: Readonly<Record<string, string | number | boolean>>): PromiseLike<{ id: string }>;
  };
}
