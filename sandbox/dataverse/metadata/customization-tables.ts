import { defineTable } from './define-table';
import type { Table } from './table';

/** What a solution brings besides tables, as rows: views, pages, navigation, and the solution itself. */
export function customizationTables(): Table[] {
  return [
    defineTable({
      name: 'solution',
      set: 'solutions',
      title: 'friendlyname',
      label: 'Solution',
      labels: 'Solutions',
      objectTypeCode: 7100,
      columns: `
        uniquename! text 65
        friendlyname! text 256
        version! text 256
        description! memo 2000
        ismanaged! bool false
        isvisible! bool true
        installedon! datetime
        publisherid! lookup publisher`,
    }),
    defineTable({
      name: 'publisher',
      set: 'publishers',
      title: 'friendlyname',
      objectTypeCode: 7101,
      columns: `
        uniquename! text 256
        friendlyname! text 256
        customizationprefix! text 8
        customizationoptionvalueprefix! int`,
    }),
    defineTable({
      name: 'savedquery',
      set: 'savedqueries',
      id: 'savedqueryid',
      title: 'name',
      label: 'View',
      labels: 'Views',
      objectTypeCode: 1039,
      columns: `
        name! text 200
        description! memo 2000
        returnedtypecode! text 64
        fetchxml! memo 1073741823
        layoutxml! memo 1073741823
        querytype! int
        isdefault! bool false
        isquickfindquery! bool false
        statecode! choice 0=Active|1=Inactive
        statuscode! choice 1=Active|2=Inactive`,
    }),
    defineTable({
      name: 'systemform',
      set: 'systemforms',
      id: 'formid',
      title: 'name',
      label: 'System Form',
      labels: 'System Forms',
      objectTypeCode: 1030,
      columns: `
        name! text 100
        description! memo 2000
        objecttypecode! text 64
        type! int
        formxml! memo 1073741823
        isdefault! bool false`,
    }),
    defineTable({
      name: 'ribbondiff',
      set: 'ribbondiffs',
      title: 'diffid',
      objectTypeCode: 1130,
      columns: `
        diffid! text 100
        entity! text 64
        rdx! memo 1073741823`,
    }),
    defineTable({
      name: 'webresource',
      set: 'webresourceset',
      title: 'name',
      label: 'Web Resource',
      labels: 'Web Resources',
      objectTypeCode: 9333,
      columns: `
        name! text 256
        displayname! text 200
        description! memo 2000
        webresourcetype! choice 1=Webpage (HTML)|2=Style Sheet (CSS)|3=Script (JScript)|4=Data (XML)|5=PNG format|6=JPG format|7=GIF format|8=Silverlight (XAP)|9=Style Sheet (XSL)|10=ICO format|11=Vector format (SVG)|12=String (RESX)
        content! memo 1073741823
        languagecode! int`,
    }),
    defineTable({
      name: 'sitemap',
      set: 'sitemaps',
      title: 'sitemapname',
      label: 'Site Map',
      labels: 'Site Maps',
      objectTypeCode: 4709,
      columns: `
        sitemapname! text 200
        sitemapnameunique! text 200
        sitemapxml! memo 1073741823`,
    }),
    defineTable({
      name: 'appmodule',
      set: 'appmodules',
      title: 'name',
      label: 'Model-driven App',
      labels: 'Model-driven Apps',
      objectTypeCode: 9700,
      columns: `
        name! text 100
        uniquename! text 100
        description! memo 2000
        url! text 200
        clienttype! int
        webresourceid! guid
        statecode! choice 0=Active|1=Inactive`,
    }),
    defineTable({
      name: 'appmodulecomponent',
      set: 'appmodulecomponents',
      title: 'componenttype',
      objectTypeCode: 9007,
      columns: `
        componenttype! int
        objectid! guid
        schemaname! text 256
        appmoduleidunique! lookup appmodule`,
    }),
  ];
}
