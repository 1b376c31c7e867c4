/* Made by `make openapi` from openapi.json; not edited by hand. */
export interface paths {
    "/api/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this house can do, and the account of this device when one is signed in. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountState"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** In which language messages come. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AccountChange"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Ends the account: address, alerts and links are erased; reports stay what they are. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Follows an area; the same area again sets its alert anew. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Wish"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlertView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes an alert. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AlertChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlertView"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Ends an alert. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a code to an address. The answer is the same whether the address is known or not. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeWish"];
                };
            };
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CodeSent"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms an address: this device is signed in. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeShown"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Account"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/reports/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Puts a report into the account, and says whether news of it are wanted. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AccountReportBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Takes a report out of the account; the report stays. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Signs this device out. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Standard addresses level by level, or by words. */
        get: {
            parameters: {
                query?: {
                    /** @description The code of an area, or the id of an address; the top without. */
                    under?: string;
                    /** @description Words; then what they may mean, instead of what stands under it. */
                    q?: string;
                    /** @description How many were shown before. */
                    after?: number;
                    /** @description How many, 1–200; 100 if not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddressPage"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/addresses/locate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * From people's words to a standard address, or why not: unknown, ambiguous, elsewhere. Staff see it to the room, everybody else to
         *     the building.
         */
        get: {
            parameters: {
                query: {
                    /** @description The words; 1 to 300 characters. */
                    text: string;
                    /** @description Where the asker is: the code of an area, or `lon,lat` (WGS-84). It decides between places of one name. */
                    near?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddressLocated"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * The same without the words in an address that proxies keep: one sentence for everybody, up to 500 for staff, answered in their
         *     order.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AddressBatch"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddressLocated"][];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the link of a message would end. Nothing ends by looking. */
        get: {
            parameters: {
                query: {
                    /** @description As it stands in the message. */
                    token: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EndView"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** One click ends an alert, without signing in (RFC 8058); whatever the body says. */
        post: {
            parameters: {
                query: {
                    /** @description As it stands in the message. */
                    token: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Areas of the tree, by code. */
        get: {
            parameters: {
                query?: {
                    /** @description Only right under this area; without it and without a level, the tops of the tree. */
                    parent?: string;
                    /** @description Only of this level; then all the way down under `parent`. */
                    level?: string;
                    /** @description Only codes after this one (paging). */
                    after?: string;
                    /** @description At most so many, 1–500. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Areas"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas.geojson": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Areas with their ground, simplified together so that shared borders stay shared. */
        get: {
            parameters: {
                query?: {
                    /** @description A layer instead of the tree. */
                    layer?: string;
                    /** @description Only of this level. */
                    level?: string;
                    /** @description Only under this area. */
                    parent?: string;
                    /** @description Only what meets the box `west,south,east,north`, degrees. */
                    bbox?: string;
                    /** @description How far a border may be off for the sake of size, degrees, 0–0.1; 0.0001 if not given. */
                    tolerance?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/geo+json": unknown;
                    };
                };
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas.zip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Areas with their whole borders as a Shapefile (zip; WGS-84, UTF-8), in columns that an import understands. */
        get: {
            parameters: {
                query: {
                    /** @description Everything under this area. */
                    under: string;
                    /** @description Only of this level. */
                    level?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": number[];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes the map: splits, merges, moves borders, draws. With errors the answer is 422 and `report` tells each of them. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChangeReport"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/changes/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Judges a change of the map and writes nothing: what it would touch, and what is wrong with it and where. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChangeReport"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Imports areas, all of them or none. With errors the answer is 422 and `report` tells each of them. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ImportBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Report"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/levels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The levels of the tree and its extent. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Levels"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Areas by what people type; for a field that one types into. */
        get: {
            parameters: {
                query: {
                    /** @description Words that name the area and those above it, or the beginning of its code; at most 100 characters. */
                    q: string;
                    /** @description At most so many, 1–50; 20 if not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FoundAreas"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One area by its code or an alias. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Code or alias */
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AreaDetail"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/{code}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an area was before, newest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Code or alias */
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Past"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/{code}/team": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The team of an area: the seats that packs ask for, and who holds them. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Team"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done, the latest first. A page looks at a bounded number of entries: with `next` there may be more, however few it holds. */
        get: {
            parameters: {
                query?: {
                    /** @description The home: a county, or `global`, which is the default. */
                    county?: string;
                    /** @description What was done, such as `post.set`, or its beginning up to a dot: `post`. */
                    action?: string;
                    /** @description By whom: `person/<id>`, or the kind alone: `system`. */
                    actor?: string;
                    /** @description To what: `case/<id>`, or the kind alone: `unit`. */
                    stream?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    /** @description At most so many, 1 to 200; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Trail"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bulletins, latest month first. */
        get: {
            parameters: {
                query?: {
                    /** @description Code of an area; those of it and of everything under it. */
                    area?: string;
                    /** @description Month, `2026-10`. */
                    month?: string;
                    /** @description `draft`, `frozen`, `signed`, `issued`, `replaced`, `withdrawn`. */
                    state?: string;
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 200; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_BulletinRow"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Drafts the bulletin of an area and a month that is over. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewBulletin"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bulletin"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A bulletin; with `.pdf` or `.docx` behind the id, as a paper in the language of the request. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Area, month and edition, such as 350304000000-202610-1 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bulletin"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The cases behind a figure; those that are left out stand apart. */
        get: {
            parameters: {
                query: {
                    /** @description Id of the measure. */
                    measure: string;
                    /** @description `n`, what is counted (when not given), or `of`, of how many. */
                    part?: string;
                    /** @description `month` (when not given), `before` or `year`. */
                    period?: string;
                    /** @description `area`, `unit` or `category`, with `key`. */
                    by?: string;
                    /** @description The group; empty for what has none. */
                    key?: string;
                    /** @description Of categories: how far down the tree, as in the table. */
                    depth?: number;
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 200; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulletinCases"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/correct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Drafts another edition of an issued bulletin, which says why; the issued one stands until the other is issued. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BulletinReason"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bulletin"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/freeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Freezes the numbers: from now on they stand as they are. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BulletinFreezing"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bulletin"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/issue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Issues a signed bulletin; the edition that it corrects ends. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BulletinVersion"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bulletin"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/objections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A unit objects to a case or a number. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BulletinObjecting"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bulletin"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/objections/{n}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody else decides an objection; when it is upheld, its cases are left out. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                    n: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BulletinDeciding"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bulletin"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs what was frozen. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BulletinSigning"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bulletin"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a bulletin back, with the reason. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BulletinReason"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bulletin"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All calendars that were written: the default and those of areas. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Calendars"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{area}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The calendar that applies in an area; `default` as its code: where no area has one of its own. */
        get: {
            parameters: {
                query?: {
                    /** @description 1900 to 2200; this year when not given. */
                    year?: number;
                };
                header?: never;
                path: {
                    area: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AppliedCalendar"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Sets the calendar of an area, or of all (`default`). Deadlines that were promised stay as they are. */
        put: {
            parameters: {
                query?: {
                    /** @description The year to answer with, 1900 to 2200; this year when not given. */
                    year?: number;
                    /** @description Check only. */
                    dry_run?: boolean;
                };
                header?: never;
                path: {
                    area: string;
                };
                cookie?: never;
            };
            /** @description `base`, `zone`, `weekend`, `hours`, `listed_years`, `holidays`, `makeup_workdays` */
            requestBody: {
                content: {
                    "application/json": unknown;
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AppliedCalendar"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The cases that the actor may list. */
        get: {
            parameters: {
                query?: {
                    /**
                     * @description `todo`, `mine`, `registered`, `verify`, `dispatch`, `work`, `check`, `feedback`, `arbitrate`, `rest`, `late`,
                     *     `due_soon`, `all`, `open`, `closed`.
                     */
                    queue?: string;
                    /** @description State of the case type. */
                    state?: string;
                    /** @description Phase. */
                    phase?: string;
                    /** @description Pack. */
                    pack?: string;
                    /** @description Category with everything below. */
                    category?: string;
                    /** @description Code of the leading unit. */
                    unit?: string;
                    /** @description Code of an area; everything under it. */
                    area?: string;
                    /** @description `low`, `normal`, `high`, `urgent`. */
                    priority?: string;
                    /** @description Channel. */
                    channel?: string;
                    /** @description `west,south,east,north` in degrees. */
                    bbox?: string;
                    /** @description Registered at this moment or later, RFC 3339. */
                    registered_from?: components["schemas"]["Timestamp"];
                    /** @description Registered before this moment. */
                    registered_before?: components["schemas"]["Timestamp"];
                    /** @description Ended at this moment or later. */
                    closed_from?: components["schemas"]["Timestamp"];
                    /** @description Ended before this moment. */
                    closed_before?: components["schemas"]["Timestamp"];
                    /** @description First accepted at this moment or later. */
                    accepted_from?: components["schemas"]["Timestamp"];
                    /** @description First accepted before this moment. */
                    accepted_before?: components["schemas"]["Timestamp"];
                    /** @description First answered to the reporter at this moment or later. */
                    answered_from?: components["schemas"]["Timestamp"];
                    /** @description First answered before this moment. */
                    answered_before?: components["schemas"]["Timestamp"];
                    /**
                     * @description What happened to it: `late` (a clock was missed), `on_time` (none was), `returned`, `reopened`, `carried` (it was carried
                     *     over for a while), `not_carried`; several joined by commas must all hold.
                     */
                    had?: string;
                    /** @description How it ended. */
                    outcome?: string;
                    /** @description The reporter's rating, `1` to `4`; any of several joined by commas. */
                    rated?: string;
                    /** @description A number, a number of another system, or words. */
                    q?: string;
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 200; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CasePage"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Registers a report for somebody, and does with it what is done at once: both, or neither. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegisterBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisteredView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases.geojson": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cases as points of a map, at most 5,000; with the filters of the list. */
        get: {
            parameters: {
                query?: {
                    /**
                     * @description `todo`, `mine`, `registered`, `verify`, `dispatch`, `work`, `check`, `feedback`, `arbitrate`, `rest`, `late`,
                     *     `due_soon`, `all`, `open`, `closed`.
                     */
                    queue?: string;
                    /** @description State of the case type. */
                    state?: string;
                    /** @description Phase. */
                    phase?: string;
                    /** @description Pack. */
                    pack?: string;
                    /** @description Category with everything below. */
                    category?: string;
                    /** @description Code of the leading unit. */
                    unit?: string;
                    /** @description Code of an area; everything under it. */
                    area?: string;
                    /** @description `low`, `normal`, `high`, `urgent`. */
                    priority?: string;
                    /** @description Channel. */
                    channel?: string;
                    /** @description `west,south,east,north` in degrees. */
                    bbox?: string;
                    /** @description Registered at this moment or later, RFC 3339. */
                    registered_from?: components["schemas"]["Timestamp"];
                    /** @description Registered before this moment. */
                    registered_before?: components["schemas"]["Timestamp"];
                    /** @description Ended at this moment or later. */
                    closed_from?: components["schemas"]["Timestamp"];
                    /** @description Ended before this moment. */
                    closed_before?: components["schemas"]["Timestamp"];
                    /** @description First accepted at this moment or later. */
                    accepted_from?: components["schemas"]["Timestamp"];
                    /** @description First accepted before this moment. */
                    accepted_before?: components["schemas"]["Timestamp"];
                    /** @description First answered to the reporter at this moment or later. */
                    answered_from?: components["schemas"]["Timestamp"];
                    /** @description First answered before this moment. */
                    answered_before?: components["schemas"]["Timestamp"];
                    /**
                     * @description What happened to it: `late` (a clock was missed), `on_time` (none was), `returned`, `reopened`, `carried` (it was carried
                     *     over for a while), `not_carried`; several joined by commas must all hold.
                     */
                    had?: string;
                    /** @description How it ended. */
                    outcome?: string;
                    /** @description The reporter's rating, `1` to `4`; any of several joined by commas. */
                    rated?: string;
                    /** @description A number, a number of another system, or words. */
                    q?: string;
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 200; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/geo+json": unknown;
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open cases by queue, for the badges. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Counts"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/relocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What would move: how many cases of the areas lie in which other area by now, with the first numbers. Nothing is written. */
        get: {
            parameters: {
                query: {
                    /** @description Codes of areas, with commas between them, at most 50; also of such as have ended. */
                    areas: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Relocation"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Lets cases follow the map. They move in the background, one fact each; asking again is harmless. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RelocationBody"];
                };
            };
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RelocationRun"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/relocation/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far it is. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RelocationRun"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One case in full. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CaseView"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{number}/actions/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Does something with a case. A version that is not the present one is refused as `case.stale` (409). Programs that do
         *     not show the case ask with `Prefer: return=minimal` (RFC 7240) for an empty answer, which costs far less.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                    /** @description `return=minimal`: 204 instead of the case */
                    prefer?: string | null;
                };
                path: {
                    number: string;
                    action: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ActBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CaseView"];
                    };
                };
                /** @description Done, as `Prefer: return=minimal` asked */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{number}/aliases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a case its number in another system. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Alias"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CaseView"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{number}/attachments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of a case. */
        get: {
            parameters: {
                query?: {
                    /** @description `thumb`, `full` (without metadata) or `original`. */
                    size?: string;
                };
                header?: never;
                path: {
                    number: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": number[];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{number}/papers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The numbered papers of a case, oldest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_CasePaper"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{number}/papers/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A paper as it was issued. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                    /** @description Id and `.pdf` or `.docx` */
                    file: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/pdf": number[];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{number}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A receipt to print. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Receipt"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{number}/record.docx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The full record with its receipt, to go on writing. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": number[];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{number}/record.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The full record with its receipt, to read and print. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/pdf": number[];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{number}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads a protected field in clear. That, and the purpose, becomes a fact. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RevealBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Revealed"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The entries, 500 a page. */
        get: {
            parameters: {
                query?: {
                    /** @description Of this category only. */
                    category?: string;
                    /** @description Where the page before ended. */
                    after?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CataloguePage"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalogue.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole catalogue as a workbook (XLSX). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalogue/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in a workbook (XLSX): all of it, or nothing; the answer lists what is wrong. */
        post: {
            parameters: {
                query?: {
                    /** @description Check only. */
                    dry_run?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CatalogueSheet"];
                    };
                };
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalogue/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Writes an entry; `new` as its id makes one. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Entry"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tree of categories a report can have. */
        get: {
            parameters: {
                query?: {
                    /** @description Only of this pack. */
                    pack?: string;
                    /** @description Also those that are not public; needs the action `pack.read`. */
                    all?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Categories"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/categories/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which categories a text may speak of. A suggestion: a person confirms it, and files the report with the category. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SuggestBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Suggested"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Programs with a key, also with one that has ended. */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    /** @description At most 500; 50 by default. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_ClientView"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Give a program a key, told in this answer only. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Program"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewClient"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a program's key. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The desks in force, ordered by id. */
        get: {
            parameters: {
                query?: {
                    /** @description Of this unit. */
                    unit?: string;
                    /** @description Of units at this area or under it. */
                    area?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    /** @description At most 500; 50 by default. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskView"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Set up a desk. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewDesk"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewDeskId"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One desk. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeskView"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Change a desk's name and kind of posts. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewDesk"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A desk is no more. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/{id}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand a desk on, with a note. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Hand"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened at a desk, newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: number;
                    /** @description At most 500; 50 by default. */
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DutyFact"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/{id}/shifts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is to attend a desk when. */
        get: {
            parameters: {
                query: {
                    /** @description From when. */
                    from: components["schemas"]["Timestamp"];
                    /** @description To when, at most 62 days later. */
                    to: components["schemas"]["Timestamp"];
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Roster"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Plan shifts. What is planned already stays as it is. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewShifts"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Plan"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/{id}/shifts/{shift}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a shift out of the roster. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    shift: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/{id}/sign-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a desk over (签到). It keeps nothing but who has the desk since when. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-burden": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What forms cost: questions asked, confirmed and spared, by module, department or grid. Never by who answers. */
        get: {
            parameters: {
                query: {
                    /** @description `module`, `department` or `grid`. */
                    by: "module" | "department" | "grid";
                    /** @description The first month, `2026-10`. */
                    from: string;
                    /** @description The last month. */
                    to: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormBurdenTable"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Campaigns in the reader's areas, the youngest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 500; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_FormCampaignRow"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Begin a campaign with its list. A line that names nobody stops it unless `partial` says that this is known. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewFormCampaign"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormCampaignView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-campaigns/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a campaign would be: how many subjects, and what became of each line. Nothing is written. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewFormCampaign"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormCampaignDraft"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A campaign. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormCampaignView"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-campaigns/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a campaign; where something is left, with the reason. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormCampaignClosing"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormCampaignView"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-campaigns/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Items of a campaign, in the order of the visits. */
        get: {
            parameters: {
                query?: {
                    /** @description Only under this area. */
                    area?: string;
                    /** @description Only in this state. */
                    state?: "open" | "done" | "gone" | "refused" | "dropped" | "voided";
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 200; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_FormCampaignItem"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-campaigns/{id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a campaign is in an area and right under it. Never by who goes. */
        get: {
            parameters: {
                query?: {
                    /** @description The area; the reader's own when not given. */
                    area?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormCampaignProgress"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own keys in force. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormKeys"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make a key for an app of one's own, with the code that sets ODK Collect up in one scan. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewFormKey"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw a key of one's own. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-modules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What departments ask, by code. */
        get: {
            parameters: {
                query?: {
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 500; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_FormModuleRow"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Proposes a module: a version of its own, with what the checker found. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormModule"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormModuleView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-modules/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the checker says of a module; nothing is written. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormModule"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormCheck"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-modules/from-pack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proposes the modules of a pack in use; with `admit`, those that break no rule come into force. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormModulesOfPack"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormModulesOfPackDone"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-modules/from-workbook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proposes the module of an XLSForm workbook: its sheet `survey` has a column `element`, its sheet `module` says the rest. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormModuleView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-modules/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A module, with what the checker says of it. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormModuleView"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-modules/{code}/admit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Admits the version that waits. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormModuleDeciding"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormModuleView"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-modules/{code}/form.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The form that its department would hand out if it went alone. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": string;
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-modules/{code}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a module received within one's own areas, for units of the department that asked: subject, place, day and state, the latest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Only under this area. */
                    area?: string;
                    /** @description The first day; thirty days before the last one when not given. */
                    from?: string;
                    /** @description The last day; today when not given. At most 366 days. */
                    to?: string;
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 500; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_FormRecordRow"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-modules/{code}/records/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The records of some days as a file, in the module's own schema: a reveal of all of them, at most 20,000, streamed. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormRecordExport"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-modules/{code}/records/{instance}/files/{name}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read a file that a record names: a reveal of its own. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                    instance: string;
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormReading"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": number[];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-modules/{code}/records/{instance}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read a record in clear: with a purpose, at most so many within an hour, on the record. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                    instance: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormReading"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormAnswers"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-modules/{code}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuses the version that waits. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormModuleDeciding"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormModuleView"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-modules/{code}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a module no more. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormModuleDeciding"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormModuleView"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Forms that clients can get, by id. */
        get: {
            parameters: {
                query?: {
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 500; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_PublishedFormView"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Publish a department's own form from an XLSForm workbook.
         * @description A workbook that is not sound is refused as `form.workbook` (422) with every mistake in `mistakes`: sheet, row, column, code, and what
         *     is expected, in both languages.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": components["schemas"]["FormWorkbook"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormPublished"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A form. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PublishedFormDetail"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open, wind up or close a form. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormStating"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms/{id}/submissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What came back with a form, in the order of arrival, without the answers. */
        get: {
            parameters: {
                query?: {
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 500; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_FormSubmissionView"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms/{id}/submissions/{instance}/files/{name}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read a file of such a submission: a reveal of its own. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    instance: string;
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormReading"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": number[];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms/{id}/submissions/{instance}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the answers of a submission of one's own unit's form: with a purpose, at most so many within an hour, on the record. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    instance: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormReading"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormAnswers"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms/{id}/submissions/{instance}/void": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a submission count no more; sent again it is refused. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    instance: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All layers. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Layer"][];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a point is: in the tree, and in every layer. */
        get: {
            parameters: {
                query: {
                    /** @description Degrees east. */
                    lon: number;
                    /** @description Degrees north. */
                    lat: number;
                    /** @description `wgs84` (also for CGCS2000), `gcj02` or `bd09`; `wgs84` if not given. */
                    datum?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Place"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How messages to residents leave, and what was given up. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Messaging"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a message to try it; the refusal says why it did not leave. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MessageTest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{id}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries again what was given up. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notices about cases that the actor may list, newest first. */
        get: {
            parameters: {
                query?: {
                    /**
                     * @description `above`: to a unit of one's own as the level above. `owed`: about what a unit of one's own owes. `all`: about any
                     *     case that one may list; the default.
                     */
                    for?: string;
                    /** @description `late`, `due_soon`, `rest_over` or `order_late`. */
                    kind?: string;
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 200; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NoticePage"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The actor has seen the notices up to one. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SeenBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/unseen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many notices the actor has not seen, for the badge. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NoticeCounts"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Supervision orders of the cases that the actor may read: nothing leaves the list of standing ones before it is cancelled. */
        get: {
            parameters: {
                query?: {
                    /** @description `standing` (not cancelled yet, by deadline; when not given) or `all` (youngest first). */
                    which?: string;
                    /** @description Code of an area: everything under it. */
                    area?: string;
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 200; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrderPage"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The packs there are, by id. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PackList"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One pack: its versions and the content of one. */
        get: {
            parameters: {
                query?: {
                    /** @description Number or hash. */
                    version?: string;
                };
                header?: never;
                path: {
                    /** @description The pack */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PackDetail"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{id}/enabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a version of a pack into use. New cases follow it; running ones keep theirs. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The pack */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Enable"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PackSummary"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Switches a pack off. Nothing new is registered under it; its cases go on. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The pack */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People in force whom the caller may see, ordered by id. */
        get: {
            parameters: {
                query?: {
                    /** @description With a post in this unit. */
                    unit?: string;
                    /** @description With exactly this login; logins are kept as hashes. */
                    login?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    /** @description At most 500; 50 by default. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_PersonView"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Set up a person. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPerson"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Created"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in a workbook (XLSX) or a table (CSV) of people and posts: all of it, or nothing; the answer says what is wrong in which cell. */
        post: {
            parameters: {
                query?: {
                    /** @description Check only. */
                    dry_run?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SheetReport"];
                    };
                };
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/import/template.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An empty workbook (XLSX) of people and posts, to fill in. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a person's login, name and phone. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPerson"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Changed"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/absences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** On which days somebody does not work, today or later: for that person and for whoever plans the duty there. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Absences"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Say that somebody does not work on some days: said by that person or by whoever plans the duty there. No reason is asked. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewAbsence"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Absence"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/absences/{absence}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody is back: today counts again. One that has not begun never was. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    absence: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A person leaves. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a person would hand over: posts, and the open work that names them. */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    /** @description At most 500; 50 by default. */
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HandOverPreview"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Hand over a person's posts and open work, for good or for a time. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewHandOver"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HandedOver"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/hand-over/{hand_over}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a leave before its time: the posts and the open work come back now. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                    hand_over: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EndLeave"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HandOver"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a person a new password. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Password"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/post-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kinds of posts there are, from packs and our own. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Kinds"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Posts held now, ordered by id. */
        get: {
            parameters: {
                query?: {
                    /** @description For the area with this code or one under it. */
                    area?: string;
                    /** @description Of this kind. */
                    kind?: string;
                    /** @description In this unit. */
                    unit?: string;
                    /** @description Held by this person, also as deputy. */
                    person?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    /** @description At most 500; 50 by default. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_PostView"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Give a post. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPost"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Created"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/vacancies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is vacant. A page may hold fewer than asked for and still have a next one. */
        get: {
            parameters: {
                query?: {
                    /** @description `missing`: the team of an area lacks it, the default; `ended`: nobody took it; `no_deputy`: nobody stands in. */
                    why?: components["schemas"]["Why"];
                    /** @description At the area with this code or one under it. */
                    area?: string;
                    /** @description Of this kind. */
                    kind?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    /** @description At most 500; 50 by default. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_Vacancy"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a post. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPost"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Changed"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a post, from now on. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/areas/{code}/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who works an area, for everybody: names, posts, and the line of their unit. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Board"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cases that everybody may see, youngest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Code of an area: everything under it. */
                    area?: string;
                    /** @description `west,south,east,north` in degrees. */
                    bbox?: string;
                    /** @description Category with everything below. */
                    category?: string;
                    /** @description Only open (`true`) or closed (`false`) ones. */
                    open?: boolean;
                    /** @description Registered from, RFC 3339. */
                    from?: components["schemas"]["Timestamp"];
                    /** @description Registered before, RFC 3339. */
                    to?: components["schemas"]["Timestamp"];
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 1,000; 200 when not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_PublicCase"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/cases/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One case that everybody may see. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PublicCase"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/cases/{number}/photos/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture that everybody may see, without metadata. */
        get: {
            parameters: {
                query?: {
                    /** @description `thumb`, `full` (without metadata) or `original`. */
                    size?: string;
                };
                header?: never;
                path: {
                    number: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": number[];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Supervision orders that are listed for everybody (挂牌督办), youngest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 200; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_PublicOrder"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/receipts/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Checks a receipt against the ledger: anybody who holds one may ask. */
        get: {
            parameters: {
                query: {
                    /** @description As it stands on the slip. */
                    receipt: string;
                };
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReceiptCheck"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/code-tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The code tables that fields use. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterCodeTable"][];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/columns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The columns of a file, to map them; nothing is kept. */
        post: {
            parameters: {
                query: {
                    /** @description The file's name: its ending says what it is (`.csv`, `.xlsx`, `.jsonl`, all but `.xlsx` also with `.gz`). */
                    name: string;
                    /** @description Check only. */
                    dry_run?: boolean;
                    /** @description Compare what is new with the other lists afterwards: the purpose. */
                    link?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": number[];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterColumns"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many records of each kind an area and those right under it have. */
        get: {
            parameters: {
                query?: {
                    /** @description The area; the reader's own when not given. */
                    area?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterCounts"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A kind's records within the reader's areas as CSV, masked as everywhere; at most 100,000. */
        get: {
            parameters: {
                query: {
                    /** @description The kind. */
                    kind: string;
                    /** @description Only under this area. */
                    area?: string;
                    /** @description Where the page begins: `next` of the one before. */
                    after?: string;
                    /** @description How many: 50 by default, 500 at most. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kinds of records: fields with their class, their owner and their purpose, who controls them. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterKindView"][];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lists that came in, or will, with how their columns become fields. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterList"][];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/lists/{kind}/{source}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Remembers how the columns of a source become fields. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    kind: string;
                    source: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterList"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/lists/{kind}/{source}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Imports a file into a list by its remembered mapping, or tries it; the same file again changes nothing. */
        post: {
            parameters: {
                query: {
                    /** @description The file's name: its ending says what it is (`.csv`, `.xlsx`, `.jsonl`, all but `.xlsx` also with `.gz`). */
                    name: string;
                    /** @description Check only. */
                    dry_run?: boolean;
                    /** @description Compare what is new with the other lists afterwards: the purpose. */
                    link?: string;
                };
                header?: never;
                path: {
                    kind: string;
                    source: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": number[];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterImportReport"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/pairs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pairs of records that may be one thing and wait for somebody, by area, the likeliest first. */
        get: {
            parameters: {
                query: {
                    /** @description The kind. */
                    kind: string;
                    /** @description Only pairs whose records are both under this area. */
                    area?: string;
                    /** @description `review` (by default), `unsure`, `joined`, `same`, `different`. */
                    state?: string;
                    /** @description Where the page begins: `next` of the one before. */
                    after?: string;
                    /** @description How many: 50 by default, 500 at most. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_RegisterPairRow"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/pairs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A pair: its evidence without values, both records masked, what would come of joining them. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterPair"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/pairs/{id}/judgement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says of two records that they are one thing, two, or that it cannot be told; no run goes against it. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegisterJudging"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterPair"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records of a kind, within the reader's areas. */
        get: {
            parameters: {
                query: {
                    /** @description The kind. */
                    kind: string;
                    /** @description Only under this area. */
                    area?: string;
                    /** @description Where the page begins: `next` of the one before. */
                    after?: string;
                    /** @description How many: 50 by default, 500 at most. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_RegisterRow"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/records/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record: its values masked, where each comes from, or how it was known at a moment. */
        get: {
            parameters: {
                query?: {
                    /** @description How the record was known at this moment, RFC 3339; now when not given. */
                    known_at?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterRecord"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/records/{id}/correct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Corrects values of a record; who does not own their truth says why. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegisterCorrecting"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterRecord"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/records/{id}/dissolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the thing of a record apart; whether two of its records are one, somebody has to say. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegisterParting"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterThing"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/records/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a record, the latest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterPast"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/records/{id}/relations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a record is related to, and what is related to it, now or as it was known at a moment. */
        get: {
            parameters: {
                query?: {
                    /** @description How the record was known at this moment, RFC 3339; now when not given. */
                    known_at?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterRelations"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Relates a record to another, gives the relation other days, ends it or takes it away: a correction, with the reason. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegisterRelating"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterRelations"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/records/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads one value in clear: with a purpose, at most so many within an hour, on the record. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegisterRevealing"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterClear"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/records/{id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Splits a record off its thing; it and the others are different from now on. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegisterParting"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterThing"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/records/{id}/thing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The thing that a record is with records of other lists: which of them says what. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterThing"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/reveals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who read what in clear on some days, for what: counts, for whoever audits; the facts stand in the record. */
        get: {
            parameters: {
                query: {
                    /** @description The first day. */
                    from: string;
                    /** @description The last day. */
                    to: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterReveals"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Comparisons within the reader's areas, the latest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Where the page begins: `next` of the one before. */
                    after?: string;
                    /** @description How many: 50 by default, 500 at most. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_RegisterRun"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Asks that the records of a kind under an area be compared across lists, for a purpose that the kind allows; it goes on by itself. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegisterAsking"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterRun"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A comparison: how far it is, what came of it. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterRun"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records by name, number or address, within the reader's areas. */
        get: {
            parameters: {
                query: {
                    /** @description A name, a number or an address. */
                    q: string;
                    /** @description Only this kind. */
                    kind?: string;
                    /** @description Only under this area. */
                    area?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterFound"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/spots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records of some kinds within a part of the map, as a list. */
        get: {
            parameters: {
                query: {
                    /** @description Kinds, or kinds with one type: `place,component:0101`. */
                    layers: string;
                    /** @description West, south, east, north in degrees. */
                    bbox: string;
                    /** @description How many: 100 by default, 200 at most. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterSpots"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The resource tree: how many records of each kind and type an area has, with everything under it. */
        get: {
            parameters: {
                query?: {
                    /** @description The area; wherever the reader may look when not given. */
                    area?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterTree"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Files a report. The same `Idempotency-Key` with the same body gives the same answer. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 8 to 200 characters, such as a UUID */
                    "idempotency-key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReportBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReportedView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/nearby": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open public cases of the category nearby: "is it this one?" */
        get: {
            parameters: {
                query: {
                    /** @description The pack. */
                    pack: string;
                    /** @description The category. */
                    category: string;
                    /** @description Degrees east. */
                    lon: number;
                    /** @description Degrees north. */
                    lat: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_PublicCase"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The policy table: what each role allows and how far, and the kinds of posts that carry it. It comes with the program. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Roles"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The session: who, which posts, what that allows. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionView"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Log in. Sets the session cookie; `csrf` of the answer goes into `x-csrf-token` of every write. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionView"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Log out. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one is told oneself: hand-overs, duty. Newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    after?: string;
                    /** @description At most 500; 50 by default. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ToldPage"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/notices/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One has read what one was told, up to a moment. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Seen"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change one's own password; every other session ends. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Passwords"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/site": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The deployment: name, ground, languages, limits. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Site"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Numbers of cases in a period, told apart as wished, as far as the caller may see them. */
        get: {
            parameters: {
                query?: {
                    /** @description Code of an area; everything under it. */
                    area?: string;
                    /** @description Category with everything below. */
                    category?: string;
                    /** @description Channel. */
                    channel?: string;
                    /** @description Code of the leading unit. */
                    unit?: string;
                    /** @description First day, `2026-11-01`; the first of this month when not given. */
                    from?: string;
                    /** @description Last day, counted too; today when not given. */
                    to?: string;
                    /**
                     * @description What is told apart, joined by commas: `area` (the parts of the area), `category`, `channel`, `unit`, and `day` or
                     *     `month`. Outcomes stand side by side in every row.
                     */
                    by?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Stats"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is open now, and how much of it is late. */
        get: {
            parameters: {
                query?: {
                    /** @description Code of an area; everything under it. */
                    area?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OpenNow"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tiles/cases/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open cases that the session may list, as a vector tile. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Zoom, 0 to 20 */
                    z: string;
                    /** @description Column */
                    x: string;
                    /** @description Row and `.mvt` */
                    y: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.mapbox-vector-tile": number[];
                    };
                };
                /** @description Nothing there */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/track/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A report as its reporter follows it. A wrong number and a wrong token look alike. */
        get: {
            parameters: {
                query: {
                    /** @description As it was given to the reporter. */
                    token: string;
                };
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Track"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/track/{number}/actions/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The reporter takes an act that `offers` names: corrects, withdraws, urges. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                    action: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TokenActBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Track"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/track/{number}/ask-reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The reporter asks to reopen. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReopenBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Track"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/track/{number}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Follows a case instead of filing it again. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FollowBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FollowView"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/track/{number}/papers/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A paper for its reporter. */
        get: {
            parameters: {
                query: {
                    /** @description As it was given to the reporter. */
                    token: string;
                };
                header?: never;
                path: {
                    number: string;
                    /** @description Id and `.pdf` or `.docx` */
                    file: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/pdf": number[];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/track/{number}/photos/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture of a public step, without metadata. */
        get: {
            parameters: {
                query: {
                    /** @description The token. */
                    token: string;
                    /** @description `thumb` for the small one. */
                    size?: string;
                };
                header?: never;
                path: {
                    number: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": number[];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/track/{number}/rate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The reporter rates. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RateBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Track"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Units in force, ordered by code. */
        get: {
            parameters: {
                query?: {
                    /** @description At this level. */
                    level?: string;
                    /** @description With this function. */
                    function?: string;
                    /** @description With this in code or name. */
                    q?: string;
                    /** @description Belonging to this unit. */
                    parent?: string;
                    /** @description At the area with this code or under it. */
                    area?: string;
                    /** @description `next` of the page before. */
                    after?: string;
                    /** @description At most 500; 50 by default. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_UnitView"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in a workbook (XLSX) or a table (CSV) of units: all of it, or nothing; the answer says what is wrong in which cell. */
        post: {
            parameters: {
                query?: {
                    /** @description Check only. */
                    dry_run?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SheetReport"];
                    };
                };
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/import/template.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An empty workbook (XLSX) of units, to fill in. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One unit, also one that has ended. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UnitView"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Set up or change a unit. The code of the body, if it differs from the address, is refused. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewUnit"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Changed"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{code}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a unit, from now on. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a file: whole in the body, or (with `Upload-Length`) begin a resumable one. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description tus: bytes in all */
                    "Upload-Length"?: number | null;
                    /** @description tus: 1.0.0 */
                    "Tus-Resumable"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            /** @description The file itself */
            requestBody: {
                content: {
                    "application/octet-stream": number[];
                };
            };
            responses: {
                /** @description Taken, or begun; `Location` is where to go on */
                201: {
                    headers: {
                        Location?: string;
                        "Upload-Offset"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UploadView"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        /** What this server speaks (tus). */
        options: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The protocol's versions and extensions */
                204: {
                    headers: {
                        "Tus-Extension"?: string;
                        "Tus-Max-Size"?: number;
                        "Tus-Version"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How an upload stands, and what it is. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The upload's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UploadView"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Give up an upload that is not complete (tus). */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The upload's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        /** How far an upload is (tus). */
        head: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The upload's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        "Upload-Length"?: number;
                        "Upload-Offset"?: number;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Add a piece (tus). */
        patch: {
            parameters: {
                query?: never;
                header: {
                    /** @description Where the piece begins */
                    "Upload-Offset": number;
                    /** @description 1.0.0 */
                    "Tus-Resumable": string;
                };
                path: {
                    /** @description The upload's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/offset+octet-stream": number[];
                };
            };
            responses: {
                /** @description The piece is safe */
                204: {
                    headers: {
                        "Upload-Offset"?: number;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/visits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Visits of the caller's areas: what is due on a day, and what became of those of that day. */
        get: {
            parameters: {
                query?: {
                    /** @description The day, `2026-11-23`; today when not given. */
                    date?: string;
                    /** @description Only under this area. */
                    area?: string;
                    /** @description `true`: only those that serve a campaign. */
                    campaigns?: boolean;
                    /** @description `true`: everything that is due, also what waits for another day. */
                    all?: boolean;
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 500; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_VisitRow"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A visit with the form for everything that is due there, and what is known in it: a reveal of what is protected. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VisitView"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/{id}/not-met": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Nobody was met: the visit is accounted for today, and due again tomorrow. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VisitNotMet"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/{id}/submission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a visit brought back, as OpenRosa posts it: `multipart/form-data` with `xml_submission_file` and files by their names. The
         *     same again is the same; other bytes under the same instance are refused.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": number[];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VisitSubmitted"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks that the caller keeps, oldest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookView"][];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** A new webhook; its secret is told in this answer only. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WithSecret"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets a webhook anew. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookView"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Ends a webhook; what has not arrived is not sent. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The queue of a webhook: what waits, what arrived, what was given up; the latest first. */
        get: {
            parameters: {
                query?: {
                    /** @description `waiting` (when not given), `delivered` or `dead`. */
                    state?: string;
                    /** @description Where the page before ended. */
                    after?: string;
                    /** @description At most so many, 1 to 500; 50 when not given. */
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeliveryView"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends again what was given up: one event, or all. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Again"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Resent"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a webhook another secret, told in this answer only; the one before signs too for a day. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WithSecret"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happens to cases that the caller may list, as it happens: events `case` (a JSON object: county, number, action,
         *     phase, unit, area_path, seq, at), `hello` at the beginning, `reset` when everything is to be looked at again.
         */
        get: {
            parameters: {
                query?: {
                    /** @description The id of the last event seen, where the header `Last-Event-ID` cannot be sent. */
                    after?: string;
                };
                header?: {
                    /** @description the id of the last event seen */
                    "last-event-id"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": components["schemas"]["Event"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/track/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public steps of a report, as they happen, for whoever holds its token. */
        get: {
            parameters: {
                query: {
                    /** @description The tracking token. */
                    token: string;
                    /** @description The `seq` of the last step seen, where the header `Last-Event-ID` cannot be sent. */
                    after?: string;
                };
                header?: {
                    /** @description the seq of the last step seen */
                    "last-event-id"?: string | null;
                };
                path: {
                    /** @description the case's number */
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": components["schemas"]["Event"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/cases.atom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The youngest public matters as an Atom feed, of an area or a category if one likes. */
        get: {
            parameters: {
                query?: {
                    /** @description Code of an area: everything under it. */
                    area?: string;
                    /** @description `west,south,east,north` in degrees. */
                    bbox?: string;
                    /** @description Category with everything below. */
                    category?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/atom+xml": string;
                    };
                };
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/open311/{*path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Discovery, services, definitions, requests, tokens, updates: GeoReport v2, XML or JSON by the suffix of the path.
         * @description `v2/discovery.{f}` · `v2/services.{f}` · `v2/services/{service_code}.{f}` · `v2/requests.{f}` ·
         *     `v2/requests/{service_request_id}.{f}` · `v2/tokens/{token}.{f}` · `v2/servicerequestupdates.{f}`; the same under
         *     `test/v2`. Guide: docs/open311.md
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description such as v2/services.json */
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the document */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description errors */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description errors: the key */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description errors: not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Posts a request (`v2/requests.{f}`) or an update (`v2/servicerequestupdates.{f}`): urlencoded or multipart, with
         *     files under any name. Under `test/v2` everything is checked and nothing kept.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description such as v2/requests.json */
                    path: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/x-www-form-urlencoded": string;
                };
            };
            responses: {
                /** @description the number, or a token */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description errors */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description errors: the key */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description errors: not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openrosa/{*path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Form list, forms, manifests, their files; HEAD of where submissions go.
         * @description `formList` · `forms/{id}/v{version}/form.xml` · `forms/{id}/v{version}/manifest` · `forms/{id}/v{version}/media/{name}` (`/integrity`) ·
         *     `submission`; Briefcase's `upload`, `view/submissionList`, `view/downloadSubmission`; the same below `key/{token}/`. Guide: docs/openrosa.md
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description such as formList */
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the document */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description submissions are taken here (HEAD) */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description OpenRosaResponse */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description OpenRosaResponse: the key */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description OpenRosaResponse */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Posts a submission with its files, `multipart/form-data`, streamed into the file store; or, at `formUpload`, an XForm to be published. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description submission, or key/{token}/submission */
                    path: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": string;
                };
            };
            responses: {
                /** @description OpenRosaResponse: taken */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description OpenRosaResponse */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description OpenRosaResponse */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description OpenRosaResponse */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description OpenRosaResponse */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description OpenRosaResponse */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description OpenRosaResponse */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/xml": unknown;
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The progress of a report as a page without scripts; without number and token, the form that asks for them. */
        get: {
            parameters: {
                query?: {
                    /** @description Its number. */
                    number?: string;
                    /** @description The token that its reporter was given. */
                    token?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/basemap/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One tile. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    z: number;
                    x: number;
                    y: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/png": unknown;
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/cases.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What describes the tiles of cases. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TileJson"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/cases/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open cases that everybody may see, as a vector tile: clusters from afar, one by one from near. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Zoom, 0 to 20 */
                    z: string;
                    /** @description Column */
                    x: string;
                    /** @description Row and `.mvt` */
                    y: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.mapbox-vector-tile": number[];
                    };
                };
                /** @description Nothing there */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/divisions.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What describes the tiles of divisions. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TileJson"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/divisions/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Divisions as a vector tile, simplified for its zoom; neighbours keep the border they share. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Zoom, 0 to 20 */
                    z: string;
                    /** @description Column */
                    x: string;
                    /** @description Row and `.mvt` */
                    y: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.mapbox-vector-tile": number[];
                    };
                };
                /** @description Nothing there */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/grids.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What describes the tiles of grids. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TileJson"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/grids/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Grids as a vector tile. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Zoom, 0 to 20 */
                    z: string;
                    /** @description Column */
                    x: string;
                    /** @description Row and `.mvt` */
                    y: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.mapbox-vector-tile": number[];
                    };
                };
                /** @description Nothing there */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/register/{about}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What describes the tiles of a kind. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Kind and `.json` */
                    about: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TileJson"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/register/{kind}/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records of a kind that have a point and that the session may see, as a vector tile: clusters from afar, one by one from near. */
        get: {
            parameters: {
                query?: {
                    /** @description Codes of types, between commas; all when not given. */
                    types?: string;
                };
                header?: never;
                path: {
                    /** @description A kind that is shown on the map */
                    kind: string;
                    /** @description Zoom, 0 to 20 */
                    z: string;
                    /** @description Column */
                    x: string;
                    /** @description Row and `.mvt` */
                    y: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.mapbox-vector-tile": number[];
                    };
                };
                /** @description Nothing there */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem document (RFC 9457) */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Days on which somebody does not work. */
        Absence: {
            /** @description The first day, `2026-11-23`. */
            first_day: string;
            /** @description Its id. */
            id: string;
            /** @description The last day. */
            last_day: string;
            /** @description Who. */
            person: string;
            /** @description When. */
            said_at: components["schemas"]["Timestamp"];
            /** @description Who said so, as an actor id. */
            said_by: string;
        };
        /** @description Absences of a person. */
        Absences: {
            /** @description By their last days. */
            items: components["schemas"]["Absence"][];
        };
        /** @description An account as its owner sees it. */
        Account: {
            /** @description The address, masked. */
            address: string;
            /** @description What one is told of. */
            alerts: components["schemas"]["AlertView"][];
            /** @description `zh` or `en`. */
            language: components["schemas"]["Lang"];
            /** @description Reports that were put in. */
            reports: components["schemas"]["AccountReport"][];
            /** @description `email` or `mobile`. */
            way: string;
        };
        /** @description What may be set of an account. */
        AccountChange: {
            /** @description In which language messages come. */
            language: components["schemas"]["Lang"];
        };
        /** @description A report in an account. */
        AccountReport: {
            /** @description Since when it stands in the account. */
            added_at: components["schemas"]["Timestamp"];
            /** @description Its number. */
            number: string;
            /** @description Opens it at `/track`; the resident's own. */
            token: string;
            /** @description News of it are sent. */
            told: boolean;
        };
        /** @description A report for the account. */
        AccountReportBody: {
            /** @description The tracking token, which shows that it is one's own. */
            token: string;
            /** @description News of it are wanted. */
            told?: boolean;
        };
        /** @description What this house can do, and who is signed in here. */
        AccountState: {
            account?: components["schemas"]["Account"] | null;
            /** @description How messages can be sent: `email`, `mobile`; none: not at all. */
            ways: string[];
        };
        /** @description An act. */
        ActBody: {
            /** @description The form. */
            input?: Record<string, never>;
            /**
             * Format: int64
             * @description The version that was seen.
             */
            version: number;
        };
        /** @description Who did something. */
        ActorView: {
            /** @description `person`, `resident`, `client`, `system`, `anonymous`. */
            kind: string;
            /** @description Name of a person of the office. */
            name?: string | null;
            post?: components["schemas"]["Text"] | null;
            unit?: components["schemas"]["Text"] | null;
        };
        /** @description An area with how many places stand in it. */
        AddressArea: components["schemas"]["AreaRef"] & {
            /**
             * Format: int64
             * @description Roads, compounds and places with a name, with everything under it.
             */
            places: number;
        };
        /** @description Many questions. */
        AddressBatch: {
            /** @description As of one question. */
            near?: string | null;
            /** @description At most 500, one for whoever is not signed in, each of 1 to 300 characters. */
            texts: string[];
        };
        /** @description What came of a question. */
        AddressLocated: {
            address?: components["schemas"]["StandardAddress"] | null;
            /** @description What may have been meant, where there is no answer. */
            candidates: components["schemas"]["StandardAddress"][];
            /** @description How it ended. */
            outcome: components["schemas"]["AddressOutcome"];
        };
        /** @description What was said below the level that was reached, and is not there. */
        AddressMissing: {
            /** @description The level. */
            level: string;
            /** @description The number that was said. */
            said: string;
        };
        /**
         * @description How a question ended.
         * @enum {string}
         */
        AddressOutcome: "placed" | "coarse" | "ambiguous" | "unknown" | "elsewhere";
        /** @description A page of addresses. */
        AddressPage: {
            address?: components["schemas"]["StandardAddress"] | null;
            /** @description Areas right under it that have addresses. */
            areas: components["schemas"]["AddressArea"][];
            /** @description Addresses right under it. */
            items: components["schemas"]["StandardAddress"][];
            /** @description Give it as `after` for the next page; absent on the last. */
            next?: number | null;
            /** @description From the top to what is listed. */
            path: components["schemas"]["AreaRef"][];
            /**
             * Format: int64
             * @description How many records all of them are.
             */
            records: number;
        };
        /** @description The levels of an address; one that it does not have is null. */
        AddressParts: {
            /** @description A building. */
            building?: string | null;
            /** @description A compound. */
            estate?: string | null;
            /** @description The number on it. */
            number?: string | null;
            /** @description The name of a place. */
            place?: string | null;
            /** @description A road, or a group of a village. */
            road?: string | null;
            /** @description A room. */
            room?: string | null;
            /** @description A unit. */
            unit?: string | null;
        };
        /** @description What to send again. */
        Again: {
            /** @description The event's id; all that was given up when not given. */
            event?: string | null;
        };
        /** @description The area of an alert. */
        AlertArea: {
            /** @description Its code. */
            code: string;
            /** @description It was split, merged or taken back: nothing new will come. */
            gone: boolean;
            /** @description Its name; the code when the area is no more. */
            name: components["schemas"]["Text"];
        };
        /** @description A category of an alert. */
        AlertCategory: {
            /** @description Its code. */
            code: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /** @description What may be changed of an alert; what is not given stays. */
        AlertChange: {
            /** @description Codes of categories; empty: all. */
            categories?: string[] | null;
            pace?: components["schemas"]["Pace"] | null;
            /** @description Nothing is told for now. */
            paused?: boolean | null;
        };
        /** @description An alert as its owner sees it. */
        AlertView: {
            area?: components["schemas"]["AlertArea"] | null;
            /** @description Categories; empty: all. */
            categories: components["schemas"]["AlertCategory"][];
            /** @description Id. */
            id: string;
            /** @description The case's number, for news of a report. */
            number?: string | null;
            /** @description How often. */
            pace: components["schemas"]["Pace"];
            /** @description Nothing is told for now. */
            paused: boolean;
        };
        /** @description A number in another system. */
        Alias: {
            /** @description The number there. */
            number: string;
            /** @description The other system, such as `12345`. */
            system: string;
        };
        /** @description The calendar that applies somewhere, for one year. */
        AppliedCalendar: {
            /** @description When people work, its own hours or those of its base: `09:00-12:00`. */
            hours: string[];
            /** @description Whether that year's holidays are known; else only weekends are. */
            listed: boolean;
            /** @description The area whose calendar it is; missing when it is the default of all. */
            of?: string | null;
            /** @description As written. */
            spec: Record<string, never>;
            /** @description The days on which people rest every week, its own or those of its base: `saturday`, `sunday`. */
            weekend: string[];
            /** @description The days of that year on which people work, `YYYY-MM-DD`. */
            working_days: string[];
            /**
             * Format: int32
             * @description The year that is shown.
             */
            year: number;
            /** @description IANA name of the zone. */
            zone: string;
        };
        /** @description An area of the tree without its ground: a division or a grid. */
        Area: {
            /**
             * Format: double
             * @description Ground in m², when its border is known.
             */
            area_m2?: number | null;
            /** @description West, south, east, north in degrees, when its border is known. */
            bbox?: number[] | null;
            /** @description The code, for ever its identity. */
            code: string;
            /**
             * Format: int32
             * @description Position of the level in the profile, 0 is the top.
             */
            depth: number;
            /** @description Whether the level is one of grids. */
            is_grid: boolean;
            /** @description Ordinary or exclusive. */
            kind: components["schemas"]["AreaKind"];
            /** @description The id of its level in the profile. */
            level: string;
            /** @description The name. */
            name: components["schemas"]["Text"];
            /** @description The code of the area above. */
            parent?: string | null;
            /** @description Codes from the top down to this one, joined by `/`. */
            path: string;
            /** @description The codes that took its place. */
            successors: string[];
            valid_from?: components["schemas"]["Timestamp"] | null;
            valid_to?: components["schemas"]["Timestamp"] | null;
        };
        /** @description One area and what stands around it. */
        AreaDetail: components["schemas"]["Area"] & {
            /** @description Local codes. */
            aliases: string[];
            /** @description From the top of the tree to the area. */
            ancestors: components["schemas"]["AreaRef"][];
            /** @description How many areas stand right under it. */
            children: number;
            /** @description The code of its home area. */
            home?: string | null;
        };
        /**
         * @description Whether an area shares its ground: an exclusive grid (专属网格) wins over ordinary ones.
         * @enum {string}
         */
        AreaKind: "ordinary" | "exclusive";
        /** @description One line of the report. */
        AreaProblem: {
            /**
             * Format: double
             * @description Ground concerned, m².
             */
            area_m2?: number | null;
            /** @description Where, WGS-84. */
            at?: number[] | null;
            /** @description The area at fault, as far as its code is known. */
            code?: string | null;
            /** @description What is wrong. */
            kind: components["schemas"]["ProblemKind"];
            /**
             * Format: double
             * @description Distance concerned, metres (the gap of an open ring).
             */
            metres?: number | null;
            /** @description The other area: the sibling overlapped, the parent not filled or left, the parent named. */
            other?: string | null;
            /**
             * Format: int64
             * @description Which record of the file, counted from 1 (the line after the header in CSV, the feature in GeoJSON).
             */
            record?: number | null;
            /** @description Whether it stops the import. */
            severity: components["schemas"]["Severity"];
            /** @description The value at fault. */
            value?: string | null;
        };
        /** @description One step of the path to an area. */
        AreaRef: {
            /** @description Its code. */
            code: string;
            /** @description The id of its level. */
            level: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /** @description A page of areas. */
        Areas: {
            /** @description By code. */
            items: components["schemas"]["Area"][];
            /** @description Give it as `after` for the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A file. */
        AttachmentView: {
            /** @description When it was attached. */
            at: components["schemas"]["Timestamp"];
            /** @description Its id. */
            id: string;
            /** @description `before`, `after`, `receipt`. */
            kind: string;
            /** @description Media type. */
            mime: string;
            /** @description The reporter may see it. */
            public: boolean;
            /** @description A small rendition. */
            thumb?: string | null;
            /** @description Where it is. */
            url: string;
        };
        /** @description A base map. */
        Basemap: {
            attribution: string;
            datum: string;
            kind: string;
            url: string;
        };
        /**
         * @description What everybody may know of those who work an area. The law of the field has names and posts hung up in the street; nobody's
         *     own telephone is among it.
         */
        Board: {
            /** @description The area. */
            area: components["schemas"]["AreaRef"];
            /** @description Who works here; empty when the post is vacant. */
            team: components["schemas"]["Member"][];
            /** @description The units they work for. */
            units: components["schemas"]["BoardUnit"][];
        };
        /** @description A unit and its line, for work and for complaints. */
        BoardUnit: {
            /** @description Code. */
            code: string;
            /** @description How to reach it. */
            contact?: string | null;
            /** @description Name. */
            name: components["schemas"]["Text"];
        };
        /** @description A bulletin. */
        Bulletin: components["schemas"]["BulletinRow"] & {
            /**
             * Format: int64
             * @description Facts of the ledger that the numbers of a draft do not count yet.
             */
            behind: number;
            /** @description What the reader may do now: `object`, `freeze`, `sign`, `issue`, `correct`, `withdraw`. */
            can: string[];
            /** @description Grounds of objections. */
            grounds: components["schemas"]["BulletinName"][];
            /**
             * @description Lists of cases that hold exactly what a figure of a draft counts, as far as nothing is left out of it. A figure
             *     without one, and those of a frozen bulletin, open `GET /bulletins/{id}/cases`.
             */
            lists: components["schemas"]["BulletinFigureList"][];
            /** @description Objections in the order in which they were raised. */
            objections: components["schemas"]["BulletinObjection"][];
            /** @description What stands in it. */
            page: components["schemas"]["BulletinPage"];
            /** @description The edition that took its place. */
            replaced_by?: string | null;
            /** @description The edition that it corrects. */
            replaces?: string | null;
            /** @description SHA-256 of what was frozen: what is signed. */
            sha256?: string | null;
            /** @description The days of each period: `month`, `before`, `year`. */
            spans: {
                [key: string]: components["schemas"]["BulletinSpan"];
            };
            /** @description Its life so far. */
            steps: components["schemas"]["BulletinStep"][];
            /** @description Units for which the reader may object. */
            units: components["schemas"]["BulletinName"][];
        };
        /** @description A piece of a section. */
        BulletinBlock: {
            /** @description It. */
            text: components["schemas"]["Text"];
            /** @enum {string} */
            type: "text";
        } | {
            /** @description A line each. */
            rows: components["schemas"]["BulletinCompared"][];
            /** @enum {string} */
            type: "measures";
        } | {
            /** @description `area`, `unit` or `category`. */
            by: string;
            /** @description Ids of the measures. */
            columns: string[];
            /** @description Of categories: how far down the tree. */
            depth: number;
            /** @description A line each, in the order of the codes. */
            rows: components["schemas"]["BulletinGroup"][];
            /** @description All of them together. */
            total: components["schemas"]["BulletinCell"][];
            /** @enum {string} */
            type: "table";
        } | {
            /** @description `area`, `unit` or `category`. */
            by: string;
            /** @description Of categories: how far down the tree. */
            depth: number;
            /** @description Id of the measure. */
            measure: string;
            /** @description In the order of the codes. */
            rows: components["schemas"]["BulletinGroup"][];
            /** @enum {string} */
            type: "bars";
        };
        /** @description A page of the cases behind a figure. */
        BulletinCases: {
            /** @description Cases that would be counted, were they not left out; on the first page. */
            excluded: components["schemas"]["BulletinExclusion"][];
            /** @description Cases that are counted and that the reader may not list, on this page. */
            hidden: number;
            /** @description Cases that are counted, as far as the reader may list them. */
            items: components["schemas"]["CaseRow"][];
            /** @description Give it as `after` for the next page; a page may be short, even empty, and not the last. */
            next?: string | null;
        };
        /** @description A figure. Its cases are those of `GET /bulletins/{id}/cases` with its measure, period and group. */
        BulletinCell: {
            /**
             * Format: int64
             * @description Cases of the numerator that are left out.
             */
            excluded?: number;
            /**
             * Format: int64
             * @description The numerator, or how many were measured.
             */
            n: number;
            /**
             * Format: int64
             * @description Of how many, for a share.
             */
            of?: number | null;
            /**
             * Format: int64
             * @description Cases of the denominator that are left out.
             */
            of_excluded?: number;
            /**
             * Format: double
             * @description The count, the share or the hours; absent when there is nothing to measure.
             */
            value?: number | null;
        };
        /** @description A measure in three months. */
        BulletinCompared: {
            /** @description The month before. */
            before: components["schemas"]["BulletinCell"];
            /** @description Its id. */
            measure: string;
            /** @description The month. */
            month: components["schemas"]["BulletinCell"];
            /** @description The same month a year ago. */
            year: components["schemas"]["BulletinCell"];
        };
        /** @description What is decided about an objection. */
        BulletinDeciding: {
            /** @description Numbers of the cases that are left out; when not given, the one that the objection names. */
            cases?: string[];
            /** @description Ids of the measures that they are left out of; when not given, the one that the objection names, else all. */
            measures?: string[];
            /** @description Why. */
            reason: string;
            /** @description The objection holds: its cases are left out. */
            upheld: boolean;
            /**
             * Format: int64
             * @description The version that was seen.
             */
            version?: number | null;
        };
        /** @description What became of an objection. */
        BulletinDecision: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Who decided. */
            by: string;
            /** @description Numbers of the cases that are left out. */
            cases: string[];
            /** @description Ids of the measures; empty: of all. */
            measures: string[];
            /** @description Why; absent once erased. */
            reason?: string | null;
            /** @description It holds. */
            upheld: boolean;
        };
        /** @description A case that was left out. */
        BulletinExclusion: {
            /** @description Number of the case. */
            case: string;
            /** @description Its ground. */
            ground: components["schemas"]["BulletinName"];
            /** @description Ids of the measures; empty: of all. */
            measures: string[];
            /**
             * Format: int64
             * @description The objection that was upheld.
             */
            objection: number;
            /** @description Why, in the words of whoever decided; never kept with the page, since words can be erased. */
            reason?: string | null;
            /** @description The unit that objected. */
            unit: components["schemas"]["BulletinName"];
        };
        /** @description The list of cases behind a figure. */
        BulletinFigureList: components["schemas"]["BulletinListFilter"] & {
            /** @description Id of the measure. */
            measure: string;
            /** @description `n`, what is counted, or `of`, of how many. */
            part: string;
        };
        /** @description Freezing. */
        BulletinFreezing: {
            /** @description Why before objections have ended. */
            reason?: string | null;
            /**
             * Format: int64
             * @description The version that was seen.
             */
            version?: number | null;
        };
        /** @description A group. */
        BulletinGroup: {
            /** @description A cell for each column. */
            cells: components["schemas"]["BulletinCell"][];
            /** @description Its code; empty for what has none. */
            key: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /** @description How the list of cases is narrowed to what was counted. */
        BulletinListFilter: {
            /** @description As the list of cases takes it. */
            had?: string | null;
            /** @description By which of its days a case was counted: `registered`, `accepted`, `answered`, `closed`. */
            on: string;
            /** @description As the list of cases takes it. */
            outcome?: string | null;
            /** @description As the list of cases takes it. */
            rated?: string | null;
        };
        /** @description A measure, as a column says it. */
        BulletinMeasure: {
            /** @description Its id. */
            id: string;
            /** @description `count`, `rate` or `hours`. */
            kind: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description Its definition. */
            what: components["schemas"]["Text"];
        };
        /** @description A code and its name. */
        BulletinName: {
            /** @description The code. */
            code: string;
            /** @description The name. */
            name: components["schemas"]["Text"];
        };
        /** @description An objection of a unit: to a case, to a number, or to a case in a number. */
        BulletinObjecting: {
            /** @description Number of the case. */
            case?: string | null;
            /** @description Code of the ground. */
            ground: string;
            /** @description Id of the measure; when not given, all of them. */
            measure?: string | null;
            /** @description The unit, of which one holds a post. */
            unit: string;
            /** @description In words. */
            words: string;
        };
        /** @description An objection, with its words. */
        BulletinObjection: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Who raised it. */
            by: string;
            /** @description The reader may decide it. */
            can_decide: boolean;
            /** @description Number of the case. */
            case?: string | null;
            decision?: components["schemas"]["BulletinDecision"] | null;
            /** @description The ground. */
            ground: components["schemas"]["BulletinName"];
            /** @description Id of the measure. */
            measure?: string | null;
            /**
             * Format: int64
             * @description 1, 2, 3 …
             */
            n: number;
            /** @description The unit. */
            unit: components["schemas"]["BulletinName"];
            /** @description In words; absent once erased. */
            words?: string | null;
        };
        /** @description The whole of it. */
        BulletinPage: {
            /** @description When the numbers were taken. */
            as_of: components["schemas"]["Timestamp"];
            /** @description Cases left out, each with what it was left out of. */
            exclusions: components["schemas"]["BulletinExclusion"][];
            /** @description At the foot. */
            footer: components["schemas"]["Text"];
            /** @description Who issues it. */
            issuer: components["schemas"]["Text"];
            /** @description The measures that occur. */
            measures: components["schemas"]["BulletinMeasure"][];
            number?: components["schemas"]["Text"] | null;
            /** @description The sections. */
            sections: components["schemas"]["BulletinSection"][];
            /** @description Title. */
            title: components["schemas"]["Text"];
        };
        /** @description A command with its reason. */
        BulletinReason: {
            /** @description Why. */
            reason: string;
            /**
             * Format: int64
             * @description The version that was seen.
             */
            version?: number | null;
        };
        /** @description A bulletin in a list. */
        BulletinRow: {
            /** @description Its area. */
            area: components["schemas"]["BulletinName"];
            /** @description When it was drafted. */
            drafted_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description 1, 2, 3 …
             */
            edition: number;
            /** @description Its id: area, month and edition. */
            id: string;
            issued_at?: components["schemas"]["Timestamp"] | null;
            /** @description Its month. */
            month: string;
            number?: components["schemas"]["Text"] | null;
            /** @description Objections in all. */
            objected: number;
            /** @description Objections are open until then. */
            objections_until: components["schemas"]["Timestamp"];
            /** @description Where it stands. */
            state: components["schemas"]["BulletinState"];
            /** @description Of these: not decided yet. */
            undecided: number;
            /**
             * Format: int64
             * @description What commands compare.
             */
            version: number;
        };
        /** @description A section. */
        BulletinSection: {
            /** @description What stands in it. */
            blocks: components["schemas"]["BulletinBlock"][];
            /** @description Its id. */
            id: string;
            /** @description Its title. */
            title: components["schemas"]["Text"];
        };
        /** @description Signing. */
        BulletinSigning: {
            /** @description SHA-256 of what was shown. */
            sha256: string;
        };
        /** @description A stretch of time. */
        BulletinSpan: {
            /** @description Until before this one. */
            before: components["schemas"]["Timestamp"];
            /** @description From this moment. */
            from: components["schemas"]["Timestamp"];
        };
        /**
         * @description Where a bulletin stands.
         * @enum {string}
         */
        BulletinState: "draft" | "frozen" | "signed" | "issued" | "replaced" | "withdrawn";
        /** @description A step of its life. */
        BulletinStep: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Who; absent when it went by itself. */
            by?: string | null;
            /**
             * Format: int64
             * @description The objection.
             */
            objection?: number | null;
            post?: components["schemas"]["Text"] | null;
            /** @description `drafted`, `objected`, `upheld`, `refused`, `frozen`, `signed`, `issued`, `replaced`, `withdrawn`. */
            what: string;
            /** @description In words. */
            words?: string | null;
        };
        /** @description What a command sees. */
        BulletinVersion: {
            /**
             * Format: int64
             * @description The version that was seen.
             */
            version?: number | null;
        };
        /** @description Where words said that a matter is. */
        ByWordsView: {
            /** @description The standard address; for staff. */
            address?: string | null;
            /** @description The level that was reached; empty when none was. */
            level: string;
            /** @description `placed`; else why a person has to: `coarse`, `ambiguous`, `unknown`, `elsewhere`. */
            outcome: string;
        };
        /** @description All calendars that were written. */
        Calendars: {
            /** @description The default first, then by area. */
            items: components["schemas"]["WrittenCalendar"][];
        };
        /** @description What the holder of the token may do now. */
        Can: {
            /** @description Ask to reopen. */
            ask_reopen: boolean;
            /** @description Let somebody else follow. */
            follow: boolean;
            /** @description Rate. */
            rate: boolean;
        };
        /** @description An answer to a question of the category. */
        CaseAnswer: {
            /** @description What was answered. */
            answer: components["schemas"]["Text"];
            /** @description Code of the question. */
            code: string;
            /** @description The question. */
            name: components["schemas"]["Text"];
        };
        /** @description A page of cases. */
        CasePage: {
            /** @description The cases. */
            items: components["schemas"]["CaseRow"][];
            /**
             * @description Give it as `after` for the next page; absent on the last. A page may be short, even empty, and not the last: no
             *     page looks at more than some thousands of cases.
             */
            next?: string | null;
        };
        /** @description A paper of a case. */
        CasePaper: {
            /** @description When it was issued. */
            at: components["schemas"]["Timestamp"];
            /** @description Code in the pack. */
            code: string;
            /** @description Where the DOCX is. */
            docx: string;
            /** @description Its id: number of the fact, and code. */
            id: string;
            /** @description Its title. */
            name: components["schemas"]["Text"];
            /** @description Its number. */
            no: string;
            /** @description Where the PDF is. */
            pdf: string;
        };
        /** @description A line of a list. */
        CaseRow: {
            /** @description The place in words. */
            address?: string | null;
            area?: components["schemas"]["Named"] | null;
            /** @description Names of the areas from the home down. */
            area_names?: string | null;
            /** @description Code of the case type. */
            case_type: string;
            category?: components["schemas"]["Named"] | null;
            /** @description How it came in. */
            channel: components["schemas"]["Channel"];
            due_at?: components["schemas"]["Timestamp"] | null;
            /** @description `promise`, `sign`, `task`. */
            due_kind?: string | null;
            /** @description Most of that time has run. */
            due_soon: boolean;
            /** @description There is a picture. */
            has_photo: boolean;
            /**
             * Format: double
             * @description Degrees north.
             */
            lat?: number | null;
            /** @description That deadline has passed. */
            late: boolean;
            /**
             * Format: double
             * @description Degrees east.
             */
            lon?: number | null;
            /** @description One number for life. */
            number: string;
            /** @description The pack. */
            pack: string;
            /** @description `low`, `normal`, `high`, `urgent`. */
            priority: string;
            /** @description When it was registered. */
            registered_at: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description How often a unit returned it.
             */
            returns: number;
            /** @description State. */
            state: components["schemas"]["StateRef"];
            /** @description The first 80 characters of what was written. */
            text: string;
            unit?: components["schemas"]["Named"] | null;
            /** @description When it was last touched. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description One case in full. */
        CaseView: {
            /** @description What may be done now. */
            actions: components["schemas"]["Offer"][];
            /** @description The place in words. */
            address?: string | null;
            /** @description Numbers of other systems. */
            aliases: components["schemas"]["Alias"][];
            /** @description The same in words, in the order of the questions. */
            answers: components["schemas"]["CaseAnswer"][];
            /** @description Pictures and files. */
            attachments: components["schemas"]["AttachmentView"][];
            /** @description Answers to the category's questions, by code. */
            attributes: {
                [key: string]: string;
            };
            /** @description Case type. */
            case_type: components["schemas"]["Named"];
            category?: components["schemas"]["Named"] | null;
            /** @description How it came in. */
            channel: components["schemas"]["Channel"];
            /** @description Clocks. */
            clocks: components["schemas"]["ClockView"][];
            closed_at?: components["schemas"]["Timestamp"] | null;
            /** @description How often things happened that the pack limits. */
            counts: Record<string, never>;
            due_at?: components["schemas"]["Timestamp"] | null;
            /** @description `promise`, `sign`, `task`. */
            due_kind?: string | null;
            /** @description The extension asked for. */
            extension?: Record<string, never> | null;
            /**
             * Format: double
             * @description Degrees north.
             */
            lat?: number | null;
            /** @description That deadline has passed. */
            late: boolean;
            /**
             * Format: double
             * @description Degrees east.
             */
            lon?: number | null;
            /** @description Cases joined to it. */
            merged_from: string[];
            /** @description The case it was joined to. */
            merged_into?: string | null;
            /** @description One number for life. */
            number: string;
            /** @description Supervision orders. */
            orders: components["schemas"]["OrderView"][];
            /** @description How it ended. */
            outcome?: string | null;
            /** @description The pack. */
            pack: string;
            /** @description The version it keeps. */
            pack_version: string;
            /** @description The areas. */
            place: components["schemas"]["PlaceView"];
            /** @description Priority. */
            priority: string;
            proposal?: components["schemas"]["Proposal"] | null;
            rating?: components["schemas"]["RatingView"] | null;
            /** @description When it was registered. */
            registered_at: components["schemas"]["Timestamp"];
            /** @description The reporter asks to reopen. */
            reopen_asked: boolean;
            reporter?: components["schemas"]["ReporterView"] | null;
            rest?: components["schemas"]["RestView"] | null;
            /** @description Open cases like it nearby. */
            similar: components["schemas"]["CaseRow"][];
            /** @description State. */
            state: components["schemas"]["StateRef"];
            /** @description Tasks. */
            tasks: components["schemas"]["TaskView"][];
            /** @description What was written; absent once erased. */
            text?: string | null;
            tier?: components["schemas"]["Named"] | null;
            /** @description What happened, from the ledger. */
            timeline: components["schemas"]["StepView"][];
            unit?: components["schemas"]["Named"] | null;
            /** @description When it was last touched. */
            updated_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description What a command must name.
             */
            version: number;
            why?: components["schemas"]["WhyView"] | null;
        };
        /** @description A page of entries. */
        CataloguePage: {
            /** @description The entries. */
            items: components["schemas"]["Entry"][];
            /** @description Give it as `after` for the next page. */
            next?: string | null;
        };
        /** @description What taking in a workbook found and did. */
        CatalogueSheet: {
            /** @description Only tried. */
            dry_run: boolean;
            /** @description What is wrong, by row. */
            problems: components["schemas"]["SheetProblem"][];
            /** @description Rows read. */
            rows: number;
            /** @description Entries written, none when there is a problem. */
            written: number;
        };
        /** @description The categories of the packs in use. */
        Categories: {
            /** @description The tops of the trees, pack by pack. */
            items: components["schemas"]["CategoryNode"][];
        };
        /** @description A category with those below it. */
        CategoryNode: {
            /** @description Those below it. */
            children?: components["schemas"]["CategoryNode"][];
            /** @description Its code, unique in its pack. */
            code: string;
            /** @description Words people use for it. */
            keywords?: string[];
            /** @description Its name in the reader's language. */
            label: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description Its pack. */
            pack: string;
            /** @description What is asked about a matter of it. */
            questions?: components["schemas"]["Question"][];
        };
        /** @description A category of a pack. */
        CategoryRef: {
            /** @description The code in it. */
            code: string;
            /** @description The pack. */
            pack: string;
        };
        /** @description Something wrong in a cell. */
        CellProblem: {
            /** @description Sheet and cell: `Sheet1!C14`. */
            cell: string;
            /** @description What is wrong: a stable code. */
            code: string;
            /** @description The column's heading. */
            column: string;
            /** @description What is expected. */
            expected?: string | null;
            /** @description The value, unless it is a personal one. */
            value?: string | null;
        };
        /**
         * @description What became of something that was set.
         * @enum {string}
         */
        Change: "added" | "changed" | "unchanged";
        /** @description What a change comes to. */
        ChangeReport: {
            /** @description What it touches: new, changed, ended. */
            areas: components["schemas"]["TouchedArea"][];
            /** @description Whether the map was changed. */
            committed: boolean;
            /** @description What is wrong, errors first. A warning was so before. */
            problems: components["schemas"]["DrawnProblem"][];
            /** @description From when on it holds. */
            valid_from: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description The version of the map: the one judged, or once committed the new one.
             */
            version: number;
        };
        /** @description A change, and on which map it was drawn. */
        ChangeRequest: {
            /** @description What is to be done. */
            change: components["schemas"]["MapChange"];
            /**
             * Format: double
             * @description How near a point must be to a border to be meant on it, metres, 0–50.
             */
            snap_m?: number;
            valid_from?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description The version of the map that was seen. Another one than the present is refused as `grid.changed` (409).
             */
            version: number;
        };
        /** @description What became of something that was set. */
        Changed: {
            /** @description Changed or unchanged. */
            change: components["schemas"]["Change"];
        };
        /**
         * @description How a matter came in.
         * @enum {string}
         */
        Channel: "web" | "patrol" | "walk_in" | "phone" | "hotline" | "letter" | "open311" | "device" | "import";
        /** @description A client, without its key. */
        ClientView: {
            /** @description Since when. */
            created_at: components["schemas"]["Timestamp"];
            ended_at?: components["schemas"]["Timestamp"] | null;
            /** @description Id. */
            id: string;
            /** @description Name. */
            name: components["schemas"]["Text"];
        };
        /** @description A clock. */
        ClockView: {
            /** @description Stopped since nothing is owed any more. */
            dropped: boolean;
            due_at?: components["schemas"]["Timestamp"] | null;
            /** @description `promise`, `sign`, `task`. */
            kind: string;
            /** @description Missed. */
            late: boolean;
            met_at?: components["schemas"]["Timestamp"] | null;
            name?: components["schemas"]["Text"] | null;
            /** @description Rests now. */
            paused: boolean;
            /** @description When it started. */
            started_at: components["schemas"]["Timestamp"];
            /** @description Of which task. */
            task?: string | null;
        };
        /** @description A code on its way. */
        CodeSent: {
            /** @description Until when. */
            expires_at: components["schemas"]["Timestamp"];
            /** @description What is confirmed with it. */
            id: string;
        };
        /** @description A code as it was read. */
        CodeShown: {
            /** @description Six digits, or the secret of the link. */
            code: string;
            /** @description From asking for the code, or from the link. */
            id: string;
        };
        /** @description An address that wants a code. */
        CodeWish: {
            /** @description A mail address or a mobile number. */
            address: string;
            alert?: components["schemas"]["Wish"] | null;
            language?: components["schemas"]["Lang"] | null;
        };
        /** @description Open cases by queue, for badges. */
        Counts: {
            [key: string]: number;
        };
        /** @description The id of something new. */
        Created: {
            /** @description Its id. */
            id: string;
        };
        /** @description Who logs in. */
        Credentials: {
            /** @description Login; upper and lower case are the same. */
            login: string;
            /** @description Password. */
            password: string;
        };
        /** @description A message that was given up. */
        DeadMessage: {
            /**
             * Format: int64
             * @description How often it was tried.
             */
            attempts: number;
            /** @description What the last attempt said; never an address. */
            error: string;
            /** @description Its id. */
            id: string;
            /** @description `code` or `alert`. */
            kind: string;
            /** @description When it was given up. */
            since: components["schemas"]["Timestamp"];
        };
        /** @description A delivery as administrators see it. */
        DeliveryView: {
            /**
             * Format: int64
             * @description How often it was tried.
             */
            attempts: number;
            /** @description When it was last tried, or created. */
            changed_at: components["schemas"]["Timestamp"];
            /** @description When the event was read. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Why it did not arrive, in technical terms. */
            error?: string | null;
            /** @description The event's id, `webhook-id` of the message. */
            event: string;
            /** @description The case's number. */
            number: string;
            /**
             * Format: int64
             * @description The case's version after it.
             */
            seq: number;
            /** @description Where it stands. */
            state: string;
            /**
             * Format: int64
             * @description What the receiver answered last.
             */
            status?: number | null;
            /** @description Its type. */
            type: string;
        };
        /** @description A demo account. */
        DemoAccount: {
            /** @description Login. */
            login: string;
            /** @description Whose it is. */
            name: string;
        };
        /** @description A desk as staff see it. */
        DeskView: {
            /** @description What the reader may do: `sign_on`, `hand`, `plan`. */
            can: string[];
            holder?: components["schemas"]["PersonRef"] | null;
            /** @description Its id. */
            id: string;
            /** @description Kind of the posts that may attend it. */
            kind: string;
            /** @description The kind's name. */
            kind_name: components["schemas"]["Text"];
            /** @description Its name. */
            name: components["schemas"]["Text"];
            next?: components["schemas"]["ShiftView"] | null;
            /** @description The last note, for those of the unit. */
            note?: string | null;
            offered_to?: components["schemas"]["PersonRef"] | null;
            /** @description Who is to be there now. */
            on: components["schemas"]["ShiftView"][];
            /** @description Who may attend it: for planning and handing on. */
            people: components["schemas"]["PersonRef"][];
            /** @description Whoever has it is to be relieved: their shift is over, another's is on. */
            relief_due: boolean;
            since?: components["schemas"]["Timestamp"] | null;
            /** @description Somebody is to be there, and nobody is. */
            unattended: boolean;
            /** @description The unit. */
            unit: components["schemas"]["UnitRef"];
        };
        /** @description A problem with the ground it speaks of. */
        DrawnProblem: components["schemas"]["AreaProblem"] & {
            /** @description Where, a GeoJSON geometry; absent where it has no place. */
            geometry?: Record<string, never> | null;
        };
        /** @description One entry of a desk's history. */
        DutyFact: {
            /** @description `desk_set`, `desk_ended`, `planned`, `cancelled`, `signed_on`, `offered`, `left`. */
            action: string;
            after?: components["schemas"]["PersonRef"] | null;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            by?: components["schemas"]["PersonRef"] | null;
            /** @description The note, for those of the unit. */
            note?: string | null;
            person?: components["schemas"]["PersonRef"] | null;
            /**
             * Format: int64
             * @description Its number.
             */
            seq: number;
            /** @description How many shifts were planned. */
            shifts?: number | null;
        };
        /** @description Which version to put into use. */
        Enable: {
            /** @description Number or hash. */
            version: string;
        };
        /**
         * @description How `data` is written.
         * @enum {string}
         */
        Encoding: "plain" | "base64";
        /** @description Nothing needs to be said. */
        EndLeave: Record<string, never>;
        /** @description An alert that a link would end. */
        EndView: {
            alert?: components["schemas"]["AlertView"] | null;
        };
        /** @description One entry. */
        Entry: {
            /** @description Where it holds: codes joined by `/`; empty everywhere. */
            area_path?: string;
            /** @description Codes of assisting units. */
            assists?: string[];
            /** @description Legal basis (法律依据). */
            basis?: string | null;
            /** @description The case in which the ruling was made. */
            case_number?: string | null;
            /** @description The category it speaks of, with everything below. */
            category: string;
            /** @description Filing condition (立案条件). */
            condition?: string | null;
            /** @description When it was written. */
            created_at?: components["schemas"]["Timestamp"];
            /** @description A function instead of a unit. */
            function?: string | null;
            /** @description Its id. */
            id?: string;
            /** @description At which ancestor of the case that function is looked for. */
            level?: string | null;
            /** @description The pack. */
            pack: string;
            /** @description How much it presses. */
            priority?: string;
            /** @description The promise: code of a clock of the pack. */
            promise?: string | null;
            /** @description It comes from an arbiter's ruling. */
            ruling?: boolean;
            /** @description The time to sign. */
            sign?: string | null;
            /** @description Closing standard (结案标准). */
            standard?: string | null;
            /** @description The time to finish. */
            task?: string | null;
            /** @description Code of the leading unit; empty when `function` names one. */
            unit?: string;
            /** @description In force from. */
            valid_from?: components["schemas"]["Timestamp"];
            valid_to?: components["schemas"]["Timestamp"] | null;
        };
        /** @description Something that happened to a case. `phase`, `unit` and `area_path` are as they stand when the event is sent. */
        Event: {
            /** @description What was done: the pack's action, or `report`, `import`, `system.late` and the like. */
            action: string;
            /** @description Codes from the top joined by `/`. */
            area_path: string;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description The home county's code. */
            county: string;
            /** @description The case's number. */
            number: string;
            /** @description The stretch of the road: `intake`, `work`, `end` … */
            phase: string;
            /**
             * Format: int64
             * @description Number of the fact among those of the case, from 1: the case's version.
             */
            seq: number;
            /** @description Code of the leading unit. */
            unit?: string | null;
        };
        /**
         * @description What becomes of an area.
         * @enum {string}
         */
        Fate: "added" | "changed" | "retired";
        /** @description What a complete file is. */
        FileView: {
            /**
             * Format: int32
             * @description Pixels from top to bottom.
             */
            height?: number | null;
            /**
             * Format: double
             * @description Degrees north.
             */
            lat?: number | null;
            /**
             * Format: double
             * @description Where the photo says it was taken: degrees, WGS-84.
             */
            lon?: number | null;
            /** @description The type its bytes have. */
            mime: string;
            taken_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int32
             * @description Pixels from left to right, turned upright.
             */
            width?: number | null;
        };
        /** @description A wish to follow. */
        FollowBody: {
            /** @description How to reach the follower; at most 200 characters. */
            contact?: string | null;
            /** @description The token of somebody who follows already; not needed for a public case. */
            token?: string | null;
        };
        /** @description A token of one's own. */
        FollowView: {
            /** @description Opens the case at `/track`. */
            token: string;
        };
        /** @description A file that came with the answers. */
        FormAnswerFile: {
            /** @description Its type. */
            mime: string;
            /**
             * Format: int64
             * @description Its bytes.
             */
            size: number;
        };
        /**
         * @description What stands on a line.
         * @enum {string}
         */
        FormAnswerKind: "group" | "entry" | "text" | "choice" | "place" | "file" | "computed" | "entity";
        /** @description A line of answers. */
        FormAnswerLine: {
            /** @description The words of the choices, in the order of the answer. */
            chosen?: components["schemas"]["Text"][];
            file?: components["schemas"]["FormAnswerFile"] | null;
            /** @description What it is. */
            kind: components["schemas"]["FormAnswerKind"];
            label?: components["schemas"]["Text"] | null;
            /** @description How deep it stands, from 0. */
            level: number;
            /** @description Which instance of a repeat, from 1. */
            n?: number | null;
            /** @description Names from below the root, joined by `/`; of an instance of a repeat with its number, `members[2]/name`. */
            path: string;
            /** @description The answer as it came; empty when there is none. */
            value: string;
        };
        /** @description Answers, line by line. */
        FormAnswers: {
            /** @description The phone encrypted it: only whoever holds the private key reads it. */
            encrypted: boolean;
            /** @description In the order of the form. */
            lines: components["schemas"]["FormAnswerLine"][];
            /** @description There are more lines than are shown. */
            more: boolean;
        };
        /**
         * @description What a question is for the one who asks it.
         * @enum {string}
         */
        FormAskMode: "confirm" | "ask";
        /** @description Who asks a question, and by which law. */
        FormAskedBy: {
            basis?: components["schemas"]["Text"] | null;
            /** @description Who asks. */
            department: components["schemas"]["Text"];
            /** @description The module. */
            module: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /** @description What was asked and spared. */
        FormBurdenCount: {
            /**
             * Format: int64
             * @description Questions asked anew.
             */
            asked: number;
            /**
             * Format: int64
             * @description Questions that were not asked again, since another module had asked them.
             */
            avoided: number;
            /**
             * Format: int64
             * @description Questions confirmed.
             */
            confirmed: number;
            /**
             * Format: int64
             * @description Seconds, as the forms themselves told.
             */
            seconds: number;
            /**
             * Format: int64
             * @description Visits in which it was asked.
             */
            visits: number;
        };
        /** @description What one module, department or grid costs. */
        FormBurdenRow: components["schemas"]["FormBurdenCount"] & {
            /** @description The module, the function or the area. */
            code: string;
            /**
             * Format: int64
             * @description Proposals of it that were refused, or would be, since they ask what is asked already.
             */
            duplicates: number;
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /** @description One rule. */
        FormBurdenRule: {
            /** @description The rule. */
            code: string;
            /** @description What it says. */
            says: components["schemas"]["Text"];
            /** @description Where it stands. */
            source: components["schemas"]["Text"];
        };
        /** @description What forms cost. */
        FormBurdenTable: {
            /** @description What costs most questions first. */
            items: components["schemas"]["FormBurdenRow"][];
            /** @description All visits. */
            total: components["schemas"]["FormBurdenCount"];
        };
        /** @description A campaign's end. */
        FormCampaignClosing: {
            /** @description Why what is left is left; needed where something is. */
            reason?: string | null;
        };
        /** @description How many there are; never by who went. */
        FormCampaignCount: {
            /**
             * Format: int64
             * @description Every module was answered.
             */
            done: number;
            /**
             * Format: int64
             * @description Left when the campaign was closed, with its reason.
             */
            dropped: number;
            /**
             * Format: int64
             * @description The subject is not there any more.
             */
            gone: number;
            /**
             * Format: int64
             * @description Of them, those after the last day.
             */
            late: number;
            /**
             * Format: int64
             * @description To be visited.
             */
            open: number;
            /**
             * Format: int64
             * @description Nobody wanted to answer.
             */
            refused: number;
            /**
             * Format: int64
             * @description All items.
             */
            total: number;
            /**
             * Format: int64
             * @description Done before the campaign was closed, and taken back after it.
             */
            voided: number;
        };
        /** @description What a campaign would be, before it is one. */
        FormCampaignDraft: {
            /** @description Working days that its time has. */
            days: number;
            /** @description Grids in which they are. */
            grids: number;
            list?: components["schemas"]["FormCampaignList"] | null;
            /** @description Subjects. */
            subjects: number;
            /** @description Subjects for which no day is left: nobody works their grid, or it has too many. */
            unplanned: number;
        };
        /** @description An item in a list. */
        FormCampaignItem: {
            /** @description Where. */
            area: components["schemas"]["AreaRef"];
            /** @description When somebody was there last. */
            day?: string | null;
            /** @description The record. */
            id: string;
            /** @description An open address, name or number; empty when the record is not there any more. */
            label: string;
            /** @description For when it is planned. */
            planned_on?: string | null;
            /** @description Where it stands. */
            state: components["schemas"]["FormCampaignItemState"];
            /**
             * Format: int64
             * @description Visits on which nobody was met.
             */
            tries: number;
        };
        /**
         * @description Where an item stands.
         * @enum {string}
         */
        FormCampaignItemState: "open" | "done" | "gone" | "refused" | "dropped" | "voided";
        /** @description A line that became no item of its own. */
        FormCampaignLine: {
            /** @description Its number in the list, from 1 on. What stood there is not kept. */
            line: number;
            /** @description How many it may name. */
            of?: number | null;
            /** @description What became of it. */
            outcome: components["schemas"]["FormCampaignLineOutcome"];
        };
        /**
         * @description What became of a line.
         * @enum {string}
         */
        FormCampaignLineOutcome: "again" | "ambiguous" | "unknown" | "unconcerned";
        /** @description A list, accounted for to the last line: `lines = subjects + told`. */
        FormCampaignList: {
            /** @description Lines with something in them. */
            lines: number;
            /** @description Those that became items. */
            subjects: number;
            /** @description All others. */
            told: components["schemas"]["FormCampaignLine"][];
        };
        /** @description How far a campaign is, by area. */
        FormCampaignProgress: {
            /** @description Right under it, by code. */
            items: components["schemas"]["FormCampaignProgressRow"][];
            /** @description The area and those above it down from the campaign's. */
            path: components["schemas"]["AreaRef"][];
            /** @description All of it. */
            whole: components["schemas"]["FormCampaignProgressRow"];
        };
        /** @description How far an area is. */
        FormCampaignProgressRow: {
            /** @description The area. */
            area: components["schemas"]["AreaRef"];
            /** @description How many. */
            count: components["schemas"]["FormCampaignCount"];
            /** @description There are areas under it. */
            deeper: boolean;
            /** @description Planned for today. */
            today: number;
            /** @description Open, and no day is left for them: nobody works the grid, or there are too many. */
            unplanned: number;
        };
        /** @description A campaign in a list. */
        FormCampaignRow: {
            /** @description Where. */
            area: components["schemas"]["AreaRef"];
            /** @description How far it is, as far as the reader's areas go. */
            count: components["schemas"]["FormCampaignCount"];
            /** @description The first day. */
            first_day: string;
            /** @description Its id. */
            id: string;
            /** @description The last day. */
            last_day: string;
            /** @description Lines of its list that name nobody. */
            missing: number;
            /** @description What it asks. */
            modules: components["schemas"]["VisitModule"][];
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description Whether it goes on. */
            open: boolean;
            /** @description The kind of its subjects. */
            subject: string;
            /** @description The kind's name. */
            subject_name: components["schemas"]["Text"];
        };
        /** @description A campaign. */
        FormCampaignView: components["schemas"]["FormCampaignRow"] & {
            /** @description The law. */
            basis: components["schemas"]["Text"];
            closed_at?: components["schemas"]["Timestamp"] | null;
            list?: components["schemas"]["FormCampaignList"] | null;
            /** @description Whether the reader may close it. */
            may_close: boolean;
            /** @description When it began. */
            opened_at: components["schemas"]["Timestamp"];
            /** @description Visits in one grid on one day at most. */
            per_day: number;
            /** @description What it is for. */
            purpose: components["schemas"]["Text"];
            /** @description Why it was closed before everything was accounted for. */
            reason?: string | null;
            /** @description The condition that drew its list. */
            when?: string | null;
        };
        /** @description What a check says. */
        FormCheck: {
            /** @description Whether nothing keeps the module out. */
            admissible: boolean;
            /** @description What was found, what weighs most first. */
            findings: components["schemas"]["FormFinding"][];
            /** @description Questions that somebody would have to answer. */
            questions: number;
            /** @description The rules that are broken. */
            rules: components["schemas"]["FormBurdenRule"][];
        };
        /**
         * @description How an export is written.
         * @enum {string}
         */
        FormExportFormat: "csv" | "jsonl";
        /** @description What the checker found. */
        FormFinding: {
            /** @description How much it weighs. */
            level: components["schemas"]["FormFindingLevel"];
            /** @description What it is about: the element, the other module, the word. */
            params: {
                [key: string]: string;
            };
            /** @description JSON pointer into the module. */
            place: string;
            /** @description The rule, or the mistake that keeps the module from being a form. */
            rule: string;
        };
        /**
         * @description How much a finding weighs.
         * @enum {string}
         */
        FormFindingLevel: "refuse" | "notice";
        /** @description A key, without its secrets. */
        FormKey: {
            /** @description Since when. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Id. */
            id: string;
            /** @description The name that goes with its password. */
            login: string;
        };
        /** @description One's own keys. */
        FormKeys: {
            /** @description The keys in force, oldest first. */
            items: components["schemas"]["FormKey"][];
        };
        /**
         * @description Whose form it is.
         * @enum {string}
         */
        FormKind: "own" | "module" | "composed" | "visit";
        /** @description What is known of one answer. */
        FormKnownAnswer: {
            /** @description How old it is. */
            as_of: components["schemas"]["Timestamp"];
            /** @description What sources say that contradict each other, the latest first. */
            disagreeing?: components["schemas"]["FormSaidAnswer"][];
            /** @description Whether it is to be confirmed, or asked because it is old or sources disagree. */
            mode: components["schemas"]["FormAskMode"];
            /** @description The list that it came with; missing when somebody saw or corrected it. */
            source?: string | null;
            /** @description As a form says it. */
            value: string;
        };
        /** @description What is known of one instance of a repeat. */
        FormKnownInstance: {
            /** @description The record. */
            id: string;
            /** @description By the names of the questions. */
            values: {
                [key: string]: components["schemas"]["FormKnownAnswer"];
            };
        };
        /** @description What one department asks of one kind of subject. */
        FormModule: {
            basis?: components["schemas"]["Text"] | null;
            /** @description The module. */
            code: string;
            /**
             * Format: int32
             * @description Every so many days; once for each subject when not given.
             */
            every_days?: number | null;
            /** @description The function of the units that ask. */
            function: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description The questions, in the order of the conversation. */
            questions: components["schemas"]["FormQuestion"][];
            /** @description The kind of register whose records are visited. */
            subject: string;
            /** @description What it is for. */
            use: components["schemas"]["FormModuleUse"];
            /** @description CEL over `v`, the subject's public and internal values: whom it concerns. Everybody when not given. */
            when?: string | null;
        };
        /** @description A decision on a module. */
        FormModuleDeciding: {
            /** @description Why; a refusal and a retirement need it. */
            reason?: string | null;
            /**
             * Format: int64
             * @description The version that was seen.
             */
            version: number;
        };
        /** @description A module in a list. */
        FormModuleRow: {
            admitted_at?: components["schemas"]["Timestamp"] | null;
            basis?: components["schemas"]["Text"] | null;
            /** @description The module. */
            code: string;
            /** @description That function's name. */
            department: components["schemas"]["Text"];
            /**
             * Format: int32
             * @description Every so many days.
             */
            every_days?: number | null;
            /** @description The function of the units that ask. */
            function: string;
            /**
             * Format: int64
             * @description The version that is asked.
             */
            in_force?: number | null;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description Questions that it asks. */
            questions: number;
            /** @description Where its last proposal stands. */
            state: components["schemas"]["FormModuleState"];
            /** @description The kind of register whose records are visited. */
            subject: string;
            /**
             * Format: int64
             * @description The version of that.
             */
            version: number;
        };
        /**
         * @description Where a module stands.
         * @enum {string}
         */
        FormModuleState: "proposed" | "admitted" | "refused" | "retired";
        /**
         * @description What a module is for.
         * @enum {string}
         */
        FormModuleUse: "collect" | "patrol";
        /** @description A module with everything that is to be said of it. */
        FormModuleView: components["schemas"]["FormModuleRow"] & {
            /** @description What the checker says of it beside those in force now. */
            check: components["schemas"]["FormCheck"];
            /** @description What it asks: the last proposal. */
            module: components["schemas"]["FormModule"];
            /** @description Whether the caller may read what it received, and what for. */
            records: components["schemas"]["FormReadable"];
        };
        /** @description The modules of a pack. */
        FormModulesOfPack: {
            /** @description Those that break no rule are admitted at once, by whoever may. */
            admit?: boolean;
            /** @description The pack. */
            pack: string;
        };
        /** @description What became of the modules of a pack. */
        FormModulesOfPackDone: {
            /** @description Admitted. */
            admitted: string[];
            /** @description Proposed anew. */
            proposed: string[];
            /** @description Those that break a rule, with what was found. */
            refused: [
                string,
                {
                    /** @description How much it weighs. */
                    level: components["schemas"]["FormFindingLevel"];
                    /** @description What it is about: the element, the other module, the word. */
                    params: {
                        [key: string]: string;
                    };
                    /** @description JSON pointer into the module. */
                    place: string;
                    /** @description The rule, or the mistake that keeps the module from being a form. */
                    rule: string;
                }[]
            ][];
            /** @description As they were already. */
            unchanged: string[];
        };
        /** @description The case that an answer opens. */
        FormOpens: {
            /** @description The answers that are bad, as the client sends them. */
            answers: string[];
            /** @description The category of the case, `pack/code`; the route table says whose it is. */
            category: string;
        };
        /** @description What stands behind a composed form. */
        FormPlan: {
            /** @description In the order of the form. */
            questions: components["schemas"]["FormPlanQuestion"][];
            /** @description In the order of the conversation. */
            sections: components["schemas"]["FormPlanSection"][];
            /** @description Questions that the separate forms of the modules would have asked. */
            separately: number;
        };
        /** @description A question of the composed form. */
        FormPlanQuestion: {
            /** @description Who asks. */
            asked_by: components["schemas"]["FormAskedBy"][];
            /** @description The data element. */
            element?: string | null;
            /** @description Of a repeat: those that are known. */
            instances?: components["schemas"]["FormKnownInstance"][];
            known?: components["schemas"]["FormKnownAnswer"] | null;
            /** @description Its words. */
            label: components["schemas"]["Text"];
            /** @description Whether it is to be confirmed or asked. */
            mode: components["schemas"]["FormAskMode"];
            /** @description Its name in the form. */
            name: string;
            /** @description The section of the conversation. */
            section: string;
            /** @description The repeat that it stands in. */
            within?: string | null;
        };
        /** @description A section of the conversation. */
        FormPlanSection: {
            /** @description Its words. */
            label: components["schemas"]["Text"];
            /** @description The group's name in the form. */
            name: string;
        };
        /** @description What was published. */
        FormPublished: {
            /** @description The id. */
            form_id: string;
            /** @description False when just this was there already. */
            new: boolean;
            /** @description The version. */
            version: string;
            /** @description What is allowed but looks like a mistake, in words. */
            warnings: components["schemas"]["Text"][];
        };
        /**
         * @description One question, or a repeat of questions.
         *
         *     An *element* brings its words, type and code table along, so that most questions are one word. Conditions are XLSForm's (`${name}`), as
         *     departments write them; the names are those of the questions of the same module.
         */
        FormQuestion: {
            /** @description Other columns of XLSForm: `appearance`, `parameters`, `choice_filter` … */
            also?: {
                [key: string]: string;
            };
            /** @description XLSForm's `calculation`. */
            calculation?: string | null;
            /** @description XLSForm's `constraint`. */
            constraint?: string | null;
            constraint_message?: components["schemas"]["Text"] | null;
            /** @description The relation of the subject whose other ends are asked about one by one (`lives_in`): a repeat of `questions`. */
            each?: string | null;
            /**
             * @description `kind.field` of a register, or the code of a declared element. None for what is of this module alone (a note, a photo, a signature,
             *     a check of a patrol).
             */
            element?: string | null;
            hint?: components["schemas"]["Text"] | null;
            label?: components["schemas"]["Text"] | null;
            /** @description The name of the question in its module; the last word of the element when not given. */
            name?: string | null;
            opens?: components["schemas"]["FormOpens"] | null;
            /** @description The questions of the repeat. */
            questions?: components["schemas"]["FormQuestion"][];
            /** @description XLSForm's `relevant`. */
            relevant?: string | null;
            /** @description It has to be answered. */
            required?: boolean;
            /** @description XLSForm's type (`select_one TABLE`, `integer`, `image`, `note`, `calculate`, …); from the element when not given. */
            type?: string | null;
        };
        /** @description What a reader may do with what came back, and what for. */
        FormReadable: {
            /** @description The purposes that they may be read for. */
            purposes: components["schemas"]["RegisterPurpose"][];
            /** @description Whether the caller may read answers in clear at all. */
            reveals: boolean;
        };
        /** @description What somebody reads for. */
        FormReading: {
            /** @description One of the purposes that are offered; empty where none is. */
            purpose?: string;
            /** @description In words; needed where no purpose is offered. */
            words?: string | null;
        };
        /** @description What is exported, and what for. */
        FormRecordExport: {
            /** @description Only under this area; everything that the caller may read when not given. */
            area?: string | null;
            /** @description How it is written. */
            format: components["schemas"]["FormExportFormat"];
            /** @description The first day. */
            from: string;
            /** @description One of the purposes that are offered; empty where none is. */
            purpose?: string;
            /** @description The last day. At most 366 days. */
            to: string;
            /** @description In words; needed where no purpose is offered. */
            words?: string | null;
        };
        /** @description A record of a module as lists show it: open facts, never an answer. */
        FormRecordRow: {
            /** @description Where it lies. */
            area: components["schemas"]["AreaRef"];
            /** @description When it was. */
            at: components["schemas"]["Timestamp"];
            /** @description The day of the visit, as it is there. */
            day: string;
            /** @description The submission that it came of. */
            instance: string;
            /** @description Whether it counts; only then can it be read. */
            state: components["schemas"]["FormRecordState"];
            /** @description The record of the register that was visited. */
            subject?: string | null;
            /**
             * Format: int64
             * @description The version of the module that it answers.
             */
            version: number;
        };
        /**
         * @description Whether a record counts.
         * @enum {string}
         */
        FormRecordState: "counts" | "corrected" | "voided";
        /** @description The same in words. */
        FormRefusedValue: {
            field?: components["schemas"]["Text"] | null;
            /** @description Of whom or what: the name of the kind. */
            kind: components["schemas"]["Text"];
            /** @description What is wrong. */
            reason: components["schemas"]["Text"];
        };
        /** @description What one source says. */
        FormSaidAnswer: {
            /** @description How old it is. */
            as_of: components["schemas"]["Timestamp"];
            /** @description The list; missing when somebody saw or corrected it. */
            source?: string | null;
            /** @description As a form says it. */
            value: string;
        };
        /**
         * @description What may be done with a form.
         * @enum {string}
         */
        FormState: "open" | "closing" | "closed";
        /** @description What may be done with a form from now on. */
        FormStating: {
            /** @description `open`; `closing` (in no list any more, what phones hold is taken); `closed`. */
            state: components["schemas"]["FormState"];
        };
        /** @description A submission as lists show it. */
        FormSubmissionView: {
            /** @description Where it was filled, codes from the top joined by `/`. */
            area: string;
            /** @description The sender's name for it. */
            instance: string;
            /**
             * Format: int64
             * @description Files that it names and that did not come yet.
             */
            missing: number;
            /** @description When it came. */
            received_at: components["schemas"]["Timestamp"];
            /** @description What registers did not take of it. */
            refused?: components["schemas"]["FormRefusedValue"][];
            /** @description The edition that corrects it. */
            replaced_by?: string | null;
            /** @description The edition that it corrects. */
            replaces?: string | null;
            /** @description Whether the caller may read its answers. */
            revealable: boolean;
            /** @description The first edition of it. */
            root: string;
            /** @description The version that was filled. */
            version: string;
            voided_at?: components["schemas"]["Timestamp"] | null;
        };
        /** @description A workbook. */
        FormWorkbook: {
            /** @description Code of the area where it is filled; that of the sender's post when not given. */
            area?: string | null;
            /**
             * Format: binary
             * @description Files that the form names (lists, pictures), any number.
             */
            media?: string | null;
            /**
             * Format: binary
             * @description The XLSForm workbook (XLSX, XLS, CSV, markdown).
             */
            workbook: string;
        };
        /** @description An area that was found. */
        FoundArea: components["schemas"]["AreaRef"] & {
            /** @description The areas above it, from the top. */
            above: components["schemas"]["AreaRef"][];
        };
        /** @description Areas that were found. */
        FoundAreas: {
            /** @description The best first. */
            items: components["schemas"]["FoundArea"][];
        };
        /** @description A desk goes to another. */
        Hand: {
            /** @description What the next has to know; at most 1,000 characters, kept apart and erasable. */
            note?: string | null;
            /** @description To whom; missing: the desk is left, which is refused while somebody is to be there. */
            to?: string | null;
        };
        /** @description A hand-over as staff see it. */
        HandOver: {
            /** @description When it was decided. */
            at: components["schemas"]["Timestamp"];
            back_at?: components["schemas"]["Timestamp"] | null;
            /** @description Since when. */
            from: components["schemas"]["Timestamp"];
            gone_at?: components["schemas"]["Timestamp"] | null;
            /** @description Its id. */
            id: string;
            /** @description Who hands over. */
            person: components["schemas"]["PersonRef"];
            /** @description How many posts. */
            posts: number;
            /** @description Why, as long as it is kept. */
            reason?: string | null;
            /** @description Who takes over. */
            successor: components["schemas"]["PersonRef"];
            until?: components["schemas"]["Timestamp"] | null;
        };
        /** @description What there is to hand over. */
        HandOverPreview: {
            /** @description A page of them, oldest matter first. */
            items: components["schemas"]["WorkItem"][];
            /** @description Give it as `after` for the next page; absent on the last. */
            next?: string | null;
            /** @description The last hand-overs of the person, newest first. */
            past: components["schemas"]["HandOver"][];
            /** @description The person. */
            person: components["schemas"]["PersonView"];
            /** @description Posts held now or later, also as deputy. */
            posts: components["schemas"]["PostView"][];
            /**
             * Format: int64
             * @description How many open tasks name the person.
             */
            work: number;
        };
        /** @description What came of a hand-over. */
        HandedOver: {
            /** @description The hand-over. */
            hand_over: components["schemas"]["HandOver"];
            /**
             * Format: int64
             * @description Open tasks that still name the person.
             */
            left: number;
            /**
             * Format: int64
             * @description Tasks that have gone over so far.
             */
            moved: number;
        };
        /** @description An import. */
        ImportBody: {
            /** @description The file: GeoJSON or CSV. */
            data: string;
            /** @description Check only. */
            dry_run?: boolean;
            /** @description How `data` is written. */
            encoding?: components["schemas"]["Encoding"];
            /** @description What it is. */
            kind: components["schemas"]["ImportKind"];
            /** @description The map file, YAML; without it the names of the documentation are expected. */
            map?: string | null;
        };
        /**
         * @description A kind of import.
         * @enum {string}
         */
        ImportKind: "divisions" | "grids" | "layer";
        /** @description A field of an action's form. */
        InputView: {
            /** @description What to begin with. */
            default?: Record<string, never> | null;
            /** @description Its key. */
            key: string;
            /**
             * Format: double
             * @description Upper bound.
             */
            max?: number | null;
            /**
             * Format: double
             * @description Lower bound.
             */
            min?: number | null;
            name?: components["schemas"]["Text"] | null;
            /** @description Options of a choice. */
            options?: components["schemas"]["OptionView"][];
            /** @description Must be given. */
            required: boolean;
            /**
             * @description `text`, `choice`, `unit`, `units`, `person`, `category`, `number`, `date_time`, `clock`, `attachments`, `case`,
             *     `bool`, `rating`.
             */
            type: string;
        };
        /** @description A kind of post. */
        KindView: {
            /** @description Its code. */
            code: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /** @description The kinds of posts there are. */
        Kinds: {
            /** @description Sorted by code. */
            items: components["schemas"]["KindView"][];
        };
        /**
         * @description The language of an answer.
         * @enum {string}
         */
        Lang: "zh" | "en";
        /** @description A layer: another set of areas over the same ground. */
        Layer: {
            /**
             * Format: int64
             * @description How many areas it has.
             */
            areas: number;
            /** @description The code, such as `police`. */
            code: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /** @description An area of a layer (图层网格) that covers a point. */
        LayerRef: {
            /** @description The code, unique in the layer. */
            code: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /** @description An area that is left. */
        Leaving: {
            /** @description Its code. */
            code: string;
            /** @description Whether it has come to an end. */
            ended: boolean;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /**
             * Format: int64
             * @description Cases that stay, closed ones too.
             */
            staying: number;
            /**
             * Format: int64
             * @description Open cases that stay.
             */
            staying_open: number;
            /** @description What takes its place. */
            successors: string[];
        };
        /** @description The levels of the tree, from the top. */
        Levels: {
            /** @description West, south, east, north of the whole tree, degrees. */
            extent?: number[] | null;
            /** @description The id of the home level. */
            home: string;
            /** @description From the top down. */
            levels: Record<string, never>[];
            /** @description The id of the code profile. */
            profile: string;
            /**
             * Format: int64
             * @description Counts the changes of the map.
             */
            version: number;
        };
        /** @description A unit or an area with its open and late cases. */
        Load: {
            /** @description Code. */
            code: string;
            /**
             * Format: int64
             * @description Of these late.
             */
            late: number;
            /** @description Name. */
            name: components["schemas"]["Text"];
            /**
             * Format: int64
             * @description Open.
             */
            open: number;
        };
        /** @description What is to be done with grids. */
        MapChange: {
            /** @description The code of the grid. */
            area: string;
            /** @description The new grids, from west to east of a wide one, else from north to south; named after the old one without it. */
            into?: components["schemas"]["NewGrid"][];
            /** @enum {string} */
            kind: "split";
            /** @description The line that cuts it, `[longitude, latitude]` in degrees (WGS-84); at most 2,000 points. */
            line: number[][];
        } | {
            /** @description The codes, two or more. */
            areas: string[];
            /** @description The new grid; named like the largest without it. */
            into?: components["schemas"]["NewGrid"];
            /** @enum {string} */
            kind: "merge";
        } | {
            /** @description One after the other; at most 2,000. */
            edits: components["schemas"]["MapEdit"][];
            /** @enum {string} */
            kind: "reshape";
            /** @description The code of the area whose grids these are. */
            under: string;
        } | {
            /** @description Whether it is exclusive (专属网格) and may lie over ordinary ones. */
            exclusive?: boolean;
            /** @description Its ground, a GeoJSON polygon. */
            geometry: Record<string, never>;
            /** @description Its name. */
            into: components["schemas"]["NewGrid"];
            /** @enum {string} */
            kind: "draw";
            /** @description The id of its level; that of the grids beside it if not given. */
            level?: string | null;
            /** @description Cut off what lies outside or is another grid's already, so that a rough drawing fills a gap exactly. */
            trim?: boolean;
            /** @description The code of the area it stands under. */
            under: string;
        };
        /** @description One move of a border. */
        MapEdit: {
            /** @enum {string} */
            edit: "move";
            /** @description Where it is. */
            from: number[];
            /** @description Where it shall be. */
            to: number[];
        } | {
            /** @description Where it is. */
            at: number[];
            /** @enum {string} */
            edit: "remove";
        };
        /** @description Somebody on duty. */
        Member: {
            /** @description Who stands in. */
            deputy?: string | null;
            /** @description Name of the person; missing when it was erased. */
            name?: string | null;
            /** @description The telephone of the duty, when it has one; never anybody's own. */
            phone?: string | null;
            /** @description Name of the post. */
            post: components["schemas"]["Text"];
            /** @description Since when. */
            since: components["schemas"]["Timestamp"];
            /** @description Code of the unit. */
            unit: string;
        };
        /** @description Where a message is sent to try it. */
        MessageTest: {
            /** @description A mail address or a mobile number. */
            address: string;
        };
        /** @description How messages leave. */
        Messaging: {
            /** @description What was given up, newest first. */
            dead: components["schemas"]["DeadMessage"][];
            /** @description Host of the message gateway; missing: none is configured. */
            gateway?: string | null;
            /** @description In whose name mail is sent. */
            mail_from?: string | null;
            /** @description The mail server; missing: none is configured. */
            mail_server?: string | null;
        };
        /** @description A rule that did not match. */
        MissedView: {
            name?: components["schemas"]["Text"] | null;
            /** @description Why. */
            reason: Record<string, never>;
            /** @description Its code. */
            rule: string;
        };
        /** @description Cases that go from one area to another. */
        Moving: {
            /**
             * Format: int64
             * @description How many there are, closed ones too.
             */
            all: number;
            /** @description The area that they leave. */
            from: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /**
             * Format: int64
             * @description How many are open.
             */
            open: number;
            /** @description The area that they lie in. */
            to: string;
        };
        /** @description A code and its name. */
        Named: {
            /** @description The code. */
            code: string;
            /** @description The name. */
            name: components["schemas"]["Text"];
        };
        /** @description An absence to be. */
        NewAbsence: {
            /** @description The first day, `2026-11-23`. */
            first_day: string;
            /** @description The last day. */
            last_day: string;
        };
        /** @description What is drafted. */
        NewBulletin: {
            /** @description Code of the area. */
            area: string;
            /** @description Month, `2026-10`; it must be over. */
            month: string;
            objections_until?: components["schemas"]["Timestamp"] | null;
        };
        /** @description A new client with its key, which is told this once only. */
        NewClient: {
            /** @description Id. */
            id: string;
            /** @description The key: in `Authorization: Bearer`, `x-api-key`, or as a protocol asks (Open311's `api_key`). */
            key: string;
        };
        /** @description A desk to set up or to change. */
        NewDesk: {
            /** @description Kind of the posts that may attend it. */
            kind: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description Code of the unit; a desk keeps it. */
            unit: string;
        };
        /** @description The id of a new desk. */
        NewDeskId: {
            /** @description Its id. */
            id: string;
        };
        /** @description A campaign to be. Its list is a condition over open values, or lines that were handed down, or everybody whom its modules concern. */
        NewFormCampaign: {
            /** @description The code of its area. */
            area: string;
            /** @description The law, regulation or order that says so. */
            basis: components["schemas"]["Text"];
            /** @description The first day, `2026-11-23`; today when not given. */
            first_day?: string | null;
            /** @description The last day. */
            last_day: string;
            /** @description Ids of records, open numbers, open names or addresses, one each; at most 20,000. */
            lines?: string[];
            /** @description Modules in force, of one kind of subject. */
            modules: string[];
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description It begins although some lines name nobody: those stay told. */
            partial?: boolean;
            /** @description Visits in one grid on one day at most, for the plan; 40 when not given. */
            per_day?: number | null;
            /** @description What it is for. */
            purpose: components["schemas"]["Text"];
            /** @description CEL over `v`, the subject's public and internal values. */
            when?: string | null;
        };
        /** @description A new key, told this once. */
        NewFormKey: {
            /** @description Id. */
            id: string;
            /** @description The name, for apps that ask for name and password. */
            login: string;
            /** @description The password that goes with the name. */
            password: string;
            /** @description The code to be scanned, SVG. */
            qr: string;
            /** @description The settings of ODK Collect, as its code says them: base64 of zlib of JSON. */
            settings: string;
            /** @description The secret. */
            token: string;
            /** @description The address with the secret in it: what ODK Collect calls the URL of its server. */
            url: string;
        };
        /** @description A grid that is to be. */
        NewGrid: {
            /** @description Its code; the next of the sequence if not given. */
            code?: string | null;
            name?: components["schemas"]["Text"] | null;
        };
        /** @description A hand-over to be. */
        NewHandOver: {
            from?: components["schemas"]["Timestamp"] | null;
            /** @description Which posts, by id; missing or empty: all of them, with all work. */
            posts?: string[];
            /** @description Why; at most 500 characters, kept apart and erasable. */
            reason?: string | null;
            /** @description Who takes over. */
            successor: string;
            until?: components["schemas"]["Timestamp"] | null;
        };
        /** @description A person to set up or to change. */
        NewPerson: {
            /** @description 2 to 64 characters without spaces; upper and lower case are the same. None: cannot log in. */
            login?: string | null;
            /** @description The name; at most 100 characters. */
            name: string;
            /** @description A first password; only for a new person. */
            password?: string | null;
            /** @description The phone; at most 40 characters. In a change: missing keeps the one known, empty removes it. */
            phone?: string | null;
        };
        /** @description A post to give or to change. */
        NewPost: {
            /** @description The code of its area; the unit's area by default. */
            area?: string | null;
            /** @description Who stands in. */
            deputy?: string | null;
            /** @description The kind. */
            kind: string;
            /** @description Who holds it. */
            person: string;
            /** @description The unit in which it is held. */
            unit: string;
            valid_from?: components["schemas"]["Timestamp"] | null;
            valid_to?: components["schemas"]["Timestamp"] | null;
            /**
             * @description The telephone of the duty, shown to everybody on the board of its area; at most 40 characters. In a change: missing
             *     keeps the one known, empty removes it. Never anybody's own.
             */
            work_phone?: string | null;
        };
        /** @description A shift to plan. */
        NewShift: {
            /** @description From when. */
            from: components["schemas"]["Timestamp"];
            /** @description Who. */
            person: string;
            /** @description To when; at most three days later. */
            to: components["schemas"]["Timestamp"];
        };
        /** @description Shifts to plan. */
        NewShifts: {
            /** @description 1 to 200. */
            shifts: components["schemas"]["NewShift"][];
        };
        /** @description A unit to set up or to change. */
        NewUnit: {
            /** @description The code of the area where it sits. */
            area: string;
            /** @description Letters, digits, `-`, `_`, `.`; at most 64. */
            code: string;
            /** @description How to reach it; at most 200 characters. */
            contact?: string | null;
            /** @description What it can do. */
            functions?: string[];
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description The unit it belongs to. */
            parent?: string | null;
        };
        /** @description What an administrator says of a subscription. */
        NewWebhook: {
            /** @description Code of an area: events in it and everything under it; empty: everywhere. */
            area?: string;
            /** @description Events are sent; else they wait. */
            enabled?: boolean;
            /** @description Types of events such as `jingwei.case.dispatch` or `jingwei.case.system.*`; empty: all. */
            events?: string[];
            /** @description What it is called, 1 to 100 characters. */
            name: string;
            /** @description `https://…`; `http://…` only to a network that the configuration allows. */
            url: string;
        };
        /** @description A notice. */
        Notice: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description The case as it stands now. */
            case: components["schemas"]["CaseRow"];
            /** @description `promise`, `sign`, `task`; absent for what is no clock. */
            clock?: string | null;
            /** @description What `up_to` takes. */
            key: string;
            /** @description `late`, `due_soon`, `rest_over`, `order_late`. */
            kind: string;
            to_unit?: components["schemas"]["Named"] | null;
            unit?: components["schemas"]["Named"] | null;
            /** @description The reader has not seen it yet. */
            unseen: boolean;
        };
        /** @description How many notices somebody has not seen, each up to 100. */
        NoticeCounts: {
            /**
             * Format: int64
             * @description To a unit of one's own as the level above.
             */
            above: number;
            /**
             * Format: int64
             * @description About what a unit of one's own owes.
             */
            owed: number;
        };
        /** @description A page of notices. */
        NoticePage: {
            /** @description Newest first. Cases that have left the reader's sight are left out, so that a page may be short. */
            items: components["schemas"]["Notice"][];
            /** @description Give it as `after` for the next page; absent on the last. */
            next?: string | null;
        };
        /** @description How many. Every number but those of the present is open into its cases by the list's filters of the same name. */
        Numbers: {
            /**
             * Format: int64
             * @description Accepted in the period.
             */
            accepted: number;
            /**
             * Format: int64
             * @description First answered in the period.
             */
            answered: number;
            /**
             * Format: int64
             * @description Of the ended ones: carried over for a while (挂账).
             */
            carried: number;
            /**
             * Format: int64
             * @description Of the carried over: a clock was missed.
             */
            carried_late: number;
            /**
             * Format: int64
             * @description Ended in the period, however.
             */
            closed: number;
            /**
             * Format: int64
             * @description Ended as joined to another.
             */
            joined: number;
            /**
             * Format: int64
             * @description Of the ended ones: a clock was missed.
             */
            late: number;
            /**
             * Format: int64
             * @description Ended as not accepted.
             */
            not_accepted: number;
            /**
             * Format: int64
             * @description Of the ended ones: without a missed clock.
             */
            on_time: number;
            /**
             * Format: double
             * @description Share of the ended ones that missed no clock.
             */
            on_time_rate?: number | null;
            /**
             * Format: double
             * @description The same without those that were carried over.
             */
            on_time_rate_without_carried?: number | null;
            /**
             * Format: int64
             * @description By how many the open ones have grown: registered less ended.
             */
            open_change: number;
            /**
             * Format: int64
             * @description Of the ended ones: rated 1 (very dissatisfied).
             */
            rated_1: number;
            /**
             * Format: int64
             * @description Rated 2.
             */
            rated_2: number;
            /**
             * Format: int64
             * @description Rated 3.
             */
            rated_3: number;
            /**
             * Format: int64
             * @description Rated 4 (very satisfied).
             */
            rated_4: number;
            /**
             * Format: int64
             * @description Of these: taken up again at least once.
             */
            reopened: number;
            /**
             * Format: int64
             * @description Registered in the period.
             */
            reported: number;
            /**
             * Format: int64
             * @description Of these: returned by a unit at least once.
             */
            returned: number;
            /**
             * Format: double
             * @description Share of the rated ones with 3 or 4.
             */
            satisfied_rate?: number | null;
            /**
             * Format: int64
             * @description Of the ended ones: done and ended in one step, on the spot.
             */
            settled: number;
            /**
             * Format: int64
             * @description Ended as transferred outside.
             */
            transferred: number;
            /**
             * Format: int64
             * @description Ended as voided.
             */
            voided: number;
        };
        /** @description An action that may be taken now. */
        Offer: {
            /** @description Its code. */
            action: string;
            /** @description Its form. */
            inputs: components["schemas"]["InputView"][];
            /** @description The word on the button. */
            name: components["schemas"]["Text"];
            /** @description The reporter sees this step. */
            public: boolean;
        };
        /** @description What is open now. */
        OpenNow: {
            /** @description Open by the areas right under the one asked for. */
            by_area: components["schemas"]["Load"][];
            /** @description Open by category, most first. */
            by_category: components["schemas"]["Slice"][];
            /** @description Open by phase. */
            by_phase: components["schemas"]["Slice"][];
            /** @description Open by leading unit, in the order of their codes. */
            by_unit: components["schemas"]["Load"][];
            /**
             * Format: int64
             * @description Of these due soon.
             */
            due_soon: number;
            /**
             * Format: int64
             * @description Of these late.
             */
            late: number;
            /**
             * Format: int64
             * @description Open.
             */
            open: number;
        };
        /** @description An option of a choice. */
        OptionView: {
            /** @description Its code. */
            code: string;
            name?: components["schemas"]["Text"] | null;
        };
        /** @description A page of orders. */
        OrderPage: {
            /** @description The orders. */
            items: components["schemas"]["SupervisionOrder"][];
            /** @description Where the next page begins. */
            next?: string | null;
        };
        /** @description A supervision order. */
        OrderView: {
            /** @description When it was given. */
            at: components["schemas"]["Timestamp"];
            cancelled_at?: components["schemas"]["Timestamp"] | null;
            /** @description By when. */
            deadline: components["schemas"]["Timestamp"];
            /** @description Everybody may see it. */
            listed: boolean;
            /** @description Its number. */
            no: string;
            replied_at?: components["schemas"]["Timestamp"] | null;
        };
        /** @description What is done with a case at once. */
        Outcome: {
            /** @description The pack's action. */
            action: string;
            /** @description Its form. */
            input?: Record<string, never>;
        };
        /**
         * @description How often one is told.
         * @enum {string}
         */
        Pace: "now" | "day" | "week";
        /** @description A pack with its content. */
        PackDetail: components["schemas"]["PackSummary"] & {
            /** @description The pack as its author wrote it (see `docs/packs.schema.json`). */
            content: unknown;
            /** @description The version whose content this is: the one asked for, else the one in use, else the newest. */
            version: string;
        };
        /** @description The packs there are. */
        PackList: {
            /** @description By id. */
            items: components["schemas"]["PackSummary"][];
        };
        /** @description A pack and its versions. */
        PackSummary: {
            description?: components["schemas"]["Text"] | null;
            /** @description The version in use; absent when the pack is switched off. */
            enabled?: string | null;
            /** @description Its id. */
            id: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description Oldest first. */
            versions: components["schemas"]["VersionInfo"][];
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_BulletinRow: {
            /** @description What is on this page. */
            items: {
                /** @description Its area. */
                area: components["schemas"]["BulletinName"];
                /** @description When it was drafted. */
                drafted_at: components["schemas"]["Timestamp"];
                /**
                 * Format: int64
                 * @description 1, 2, 3 …
                 */
                edition: number;
                /** @description Its id: area, month and edition. */
                id: string;
                issued_at?: components["schemas"]["Timestamp"] | null;
                /** @description Its month. */
                month: string;
                number?: components["schemas"]["Text"] | null;
                /** @description Objections in all. */
                objected: number;
                /** @description Objections are open until then. */
                objections_until: components["schemas"]["Timestamp"];
                /** @description Where it stands. */
                state: components["schemas"]["BulletinState"];
                /** @description Of these: not decided yet. */
                undecided: number;
                /**
                 * Format: int64
                 * @description What commands compare.
                 */
                version: number;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_CasePaper: {
            /** @description What is on this page. */
            items: {
                /** @description When it was issued. */
                at: components["schemas"]["Timestamp"];
                /** @description Code in the pack. */
                code: string;
                /** @description Where the DOCX is. */
                docx: string;
                /** @description Its id: number of the fact, and code. */
                id: string;
                /** @description Its title. */
                name: components["schemas"]["Text"];
                /** @description Its number. */
                no: string;
                /** @description Where the PDF is. */
                pdf: string;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_ClientView: {
            /** @description What is on this page. */
            items: {
                /** @description Since when. */
                created_at: components["schemas"]["Timestamp"];
                ended_at?: components["schemas"]["Timestamp"] | null;
                /** @description Id. */
                id: string;
                /** @description Name. */
                name: components["schemas"]["Text"];
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_DeliveryView: {
            /** @description What is on this page. */
            items: {
                /**
                 * Format: int64
                 * @description How often it was tried.
                 */
                attempts: number;
                /** @description When it was last tried, or created. */
                changed_at: components["schemas"]["Timestamp"];
                /** @description When the event was read. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Why it did not arrive, in technical terms. */
                error?: string | null;
                /** @description The event's id, `webhook-id` of the message. */
                event: string;
                /** @description The case's number. */
                number: string;
                /**
                 * Format: int64
                 * @description The case's version after it.
                 */
                seq: number;
                /** @description Where it stands. */
                state: string;
                /**
                 * Format: int64
                 * @description What the receiver answered last.
                 */
                status?: number | null;
                /** @description Its type. */
                type: string;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_DeskView: {
            /** @description What is on this page. */
            items: {
                /** @description What the reader may do: `sign_on`, `hand`, `plan`. */
                can: string[];
                holder?: components["schemas"]["PersonRef"] | null;
                /** @description Its id. */
                id: string;
                /** @description Kind of the posts that may attend it. */
                kind: string;
                /** @description The kind's name. */
                kind_name: components["schemas"]["Text"];
                /** @description Its name. */
                name: components["schemas"]["Text"];
                next?: components["schemas"]["ShiftView"] | null;
                /** @description The last note, for those of the unit. */
                note?: string | null;
                offered_to?: components["schemas"]["PersonRef"] | null;
                /** @description Who is to be there now. */
                on: components["schemas"]["ShiftView"][];
                /** @description Who may attend it: for planning and handing on. */
                people: components["schemas"]["PersonRef"][];
                /** @description Whoever has it is to be relieved: their shift is over, another's is on. */
                relief_due: boolean;
                since?: components["schemas"]["Timestamp"] | null;
                /** @description Somebody is to be there, and nobody is. */
                unattended: boolean;
                /** @description The unit. */
                unit: components["schemas"]["UnitRef"];
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_DutyFact: {
            /** @description What is on this page. */
            items: {
                /** @description `desk_set`, `desk_ended`, `planned`, `cancelled`, `signed_on`, `offered`, `left`. */
                action: string;
                after?: components["schemas"]["PersonRef"] | null;
                /** @description When. */
                at: components["schemas"]["Timestamp"];
                by?: components["schemas"]["PersonRef"] | null;
                /** @description The note, for those of the unit. */
                note?: string | null;
                person?: components["schemas"]["PersonRef"] | null;
                /**
                 * Format: int64
                 * @description Its number.
                 */
                seq: number;
                /** @description How many shifts were planned. */
                shifts?: number | null;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_FormCampaignItem: {
            /** @description What is on this page. */
            items: {
                /** @description Where. */
                area: components["schemas"]["AreaRef"];
                /** @description When somebody was there last. */
                day?: string | null;
                /** @description The record. */
                id: string;
                /** @description An open address, name or number; empty when the record is not there any more. */
                label: string;
                /** @description For when it is planned. */
                planned_on?: string | null;
                /** @description Where it stands. */
                state: components["schemas"]["FormCampaignItemState"];
                /**
                 * Format: int64
                 * @description Visits on which nobody was met.
                 */
                tries: number;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_FormCampaignRow: {
            /** @description What is on this page. */
            items: {
                /** @description Where. */
                area: components["schemas"]["AreaRef"];
                /** @description How far it is, as far as the reader's areas go. */
                count: components["schemas"]["FormCampaignCount"];
                /** @description The first day. */
                first_day: string;
                /** @description Its id. */
                id: string;
                /** @description The last day. */
                last_day: string;
                /** @description Lines of its list that name nobody. */
                missing: number;
                /** @description What it asks. */
                modules: components["schemas"]["VisitModule"][];
                /** @description Its name. */
                name: components["schemas"]["Text"];
                /** @description Whether it goes on. */
                open: boolean;
                /** @description The kind of its subjects. */
                subject: string;
                /** @description The kind's name. */
                subject_name: components["schemas"]["Text"];
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_FormModuleRow: {
            /** @description What is on this page. */
            items: {
                admitted_at?: components["schemas"]["Timestamp"] | null;
                basis?: components["schemas"]["Text"] | null;
                /** @description The module. */
                code: string;
                /** @description That function's name. */
                department: components["schemas"]["Text"];
                /**
                 * Format: int32
                 * @description Every so many days.
                 */
                every_days?: number | null;
                /** @description The function of the units that ask. */
                function: string;
                /**
                 * Format: int64
                 * @description The version that is asked.
                 */
                in_force?: number | null;
                /** @description Its name. */
                name: components["schemas"]["Text"];
                /** @description Questions that it asks. */
                questions: number;
                /** @description Where its last proposal stands. */
                state: components["schemas"]["FormModuleState"];
                /** @description The kind of register whose records are visited. */
                subject: string;
                /**
                 * Format: int64
                 * @description The version of that.
                 */
                version: number;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_FormRecordRow: {
            /** @description What is on this page. */
            items: {
                /** @description Where it lies. */
                area: components["schemas"]["AreaRef"];
                /** @description When it was. */
                at: components["schemas"]["Timestamp"];
                /** @description The day of the visit, as it is there. */
                day: string;
                /** @description The submission that it came of. */
                instance: string;
                /** @description Whether it counts; only then can it be read. */
                state: components["schemas"]["FormRecordState"];
                /** @description The record of the register that was visited. */
                subject?: string | null;
                /**
                 * Format: int64
                 * @description The version of the module that it answers.
                 */
                version: number;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_FormSubmissionView: {
            /** @description What is on this page. */
            items: {
                /** @description Where it was filled, codes from the top joined by `/`. */
                area: string;
                /** @description The sender's name for it. */
                instance: string;
                /**
                 * Format: int64
                 * @description Files that it names and that did not come yet.
                 */
                missing: number;
                /** @description When it came. */
                received_at: components["schemas"]["Timestamp"];
                /** @description What registers did not take of it. */
                refused?: components["schemas"]["FormRefusedValue"][];
                /** @description The edition that corrects it. */
                replaced_by?: string | null;
                /** @description The edition that it corrects. */
                replaces?: string | null;
                /** @description Whether the caller may read its answers. */
                revealable: boolean;
                /** @description The first edition of it. */
                root: string;
                /** @description The version that was filled. */
                version: string;
                voided_at?: components["schemas"]["Timestamp"] | null;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_PersonView: {
            /** @description What is on this page. */
            items: {
                /** @description True when the person has left. */
                ended: boolean;
                /** @description Id. */
                id: string;
                /** @description Login. */
                login?: string | null;
                /** @description Name; missing when it was erased. */
                name?: string | null;
                /** @description Phone, masked. */
                phone_masked?: string | null;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_PostView: {
            /** @description What is on this page. */
            items: {
                /** @description The area. */
                area: components["schemas"]["AreaRef"];
                /** @description The codes down to the area. */
                area_path: string;
                deputy?: components["schemas"]["PersonRef"] | null;
                /** @description Id. */
                id: string;
                /** @description Kind. */
                kind: string;
                /** @description The kind's name. */
                name: components["schemas"]["Text"];
                /** @description Who holds it. */
                person: components["schemas"]["PersonRef"];
                /** @description The unit. */
                unit: components["schemas"]["UnitRef"];
                /** @description Since when. */
                valid_from: components["schemas"]["Timestamp"];
                valid_to?: components["schemas"]["Timestamp"] | null;
                /** @description The telephone of the duty. */
                work_phone?: string | null;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_PublicCase: {
            /** @description What is on this page. */
            items: {
                /** @description The place in words. */
                address?: string | null;
                /** @description Names of the areas. */
                area_names?: string | null;
                category?: components["schemas"]["Named"] | null;
                closed_at?: components["schemas"]["Timestamp"] | null;
                due_at?: components["schemas"]["Timestamp"] | null;
                /**
                 * Format: double
                 * @description Degrees north.
                 */
                lat?: number | null;
                /**
                 * Format: double
                 * @description Degrees east.
                 */
                lon?: number | null;
                /** @description Its number, which is public. */
                number: string;
                /** @description Not ended. */
                open: boolean;
                /** @description How it ended. */
                outcome?: string | null;
                /** @description The pack. */
                pack: string;
                /** @description Address of the first public picture. */
                photo?: string | null;
                /** @description When it was registered. */
                registered_at: components["schemas"]["Timestamp"];
                /** @description The last answer. */
                reply?: string | null;
                /** @description State; only its phase when the pack does not publish the status. */
                state: components["schemas"]["StateRef"];
                /** @description What was written, without numbers that may be personal. */
                text?: string | null;
                unit?: components["schemas"]["Text"] | null;
                /** @description When it was last touched. */
                updated_at: components["schemas"]["Timestamp"];
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_PublicOrder: {
            /** @description What is on this page. */
            items: {
                /** @description When it was given. */
                at: components["schemas"]["Timestamp"];
                cancelled_at?: components["schemas"]["Timestamp"] | null;
                /** @description Number of the case, when everybody may see that too. */
                case?: string | null;
                /** @description By when. */
                deadline: components["schemas"]["Timestamp"];
                /** @description Not answered in time. */
                late: boolean;
                /** @description Its number. */
                no: string;
                replied_at?: components["schemas"]["Timestamp"] | null;
                /** @description `standing`, `replied` or `cancelled`. */
                state: string;
                /** @description What it is about: the category, and where, as far as the pack publishes them. */
                title: string;
                unit?: components["schemas"]["Text"] | null;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_PublishedFormView: {
            /** @description What is on this page. */
            items: {
                /** @description The area where it is filled, codes from the top joined by `/`; empty: everywhere. */
                area: string;
                /** @description The id. */
                id: string;
                /** @description Whose it is. */
                kind: components["schemas"]["FormKind"];
                /** @description When it was first published. */
                published_at: components["schemas"]["Timestamp"];
                /** @description What may be done with it. */
                state: components["schemas"]["FormState"];
                /** @description What people call it. */
                title: components["schemas"]["Text"];
                /** @description The unit whose it is. */
                unit?: string | null;
                /** @description The version that clients get. */
                version: string;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_RegisterPairRow: {
            /** @description What is on this page. */
            items: (components["schemas"]["RegisterPairLine"] & {
                /** @description Both records, masked. */
                records: components["schemas"]["RegisterRow"][];
            })[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_RegisterRow: {
            /** @description What is on this page. */
            items: {
                /** @description The code of its area. */
                area: string;
                /** @description The name of its area. */
                area_name: components["schemas"]["Text"];
                /** @description The state of the data. */
                as_of: components["schemas"]["Timestamp"];
                /** @description Its id: home and number. */
                id: string;
                /** @description Its kind. */
                kind: string;
                /** @description The list it came with. */
                source: string;
                thing?: components["schemas"]["RegisterThingMark"] | null;
                /** @description Its values by field, masked. */
                values: Record<string, never>;
                /**
                 * Format: int64
                 * @description Its version.
                 */
                version: number;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_RegisterRun: {
            /** @description What is on this page. */
            items: {
                /** @description The code of the area whose records are compared. */
                area: string;
                /** @description Its name. */
                area_name: components["schemas"]["Text"];
                /** @description When it was asked for. */
                asked_at: components["schemas"]["Timestamp"];
                /** @description By whom. */
                asked_by: string;
                /**
                 * Format: int64
                 * @description Pairs that were compared.
                 */
                compared: number;
                ended_at?: components["schemas"]["Timestamp"] | null;
                /** @description Why it failed: a code of the catalogue. */
                failure?: string | null;
                /** @description Its id. */
                id: string;
                /**
                 * Format: int64
                 * @description Pairs that were joined.
                 */
                joined: number;
                /** @description The kind. */
                kind: string;
                /** @description Their name, when it is a person. */
                name?: string | null;
                /** @description Only what is new since an import. */
                new_only: boolean;
                /** @description The purpose, of those that the kind allows. */
                purpose: string;
                /**
                 * Format: int64
                 * @description Pairs that wait for somebody.
                 */
                review: number;
                /**
                 * Format: int64
                 * @description Records.
                 */
                rows: number;
                /**
                 * Format: double
                 * @description From how many bits on pairs were joined; missing when too little could be learned: then only equal numbers were.
                 */
                safe?: number | null;
                /** @description What it is doing: `reading`, `comparing`, `writing`; empty otherwise. */
                stage: string;
                /** @description `waiting`, `running`, `done`, `failed`. */
                state: string;
                /**
                 * Format: int64
                 * @description Pairs of earlier runs that wait no more.
                 */
                withdrawn: number;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_UnitView: {
            /** @description What is on this page. */
            items: {
                /** @description Where it sits. */
                area: components["schemas"]["AreaRef"];
                /** @description The codes down to that area. */
                area_path: string;
                /** @description Code. */
                code: string;
                /** @description How to reach it (of a single unit, not in lists). */
                contact?: string | null;
                /** @description True when it is no more. */
                ended: boolean;
                /** @description What it can do. */
                functions: string[];
                /** @description The level of that area. */
                level: string;
                /** @description Name. */
                name: components["schemas"]["Text"];
                /** @description The unit it belongs to. */
                parent?: string | null;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_Vacancy: {
            /** @description What is on this page. */
            items: {
                /** @description Where. */
                area: components["schemas"]["AreaRef"];
                /** @description The codes down to it. */
                area_path: string;
                /** @description How many there are. */
                have: number;
                /** @description Kind of the post. */
                kind: string;
                /** @description The kind's name. */
                name: components["schemas"]["Text"];
                post?: components["schemas"]["PostView"] | null;
                /** @description How many there are to be. */
                want: number;
                /** @description Why. */
                why: components["schemas"]["Why"];
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request. */
        Page_VisitRow: {
            /** @description What is on this page. */
            items: {
                /** @description The campaigns that it serves. */
                campaigns: components["schemas"]["VisitCampaign"][];
                /** @description The earliest day on which one of the modules should be answered. */
                due_on: string;
                /** @description The visit: stable for its subject. */
                id: string;
                /** @description That day is over. */
                late: boolean;
                /** @description Minutes that it takes, as far as can be told. */
                minutes: number;
                /** @description What is due. */
                modules: components["schemas"]["VisitModule"][];
                /** @description Questions of the composed form at most. */
                questions: number;
                /** @description What registers did not take of the last visit. */
                refused?: components["schemas"]["FormRefusedValue"][];
                /** @description Where it stands. */
                state: components["schemas"]["VisitState"];
                /** @description Whom or what. */
                subject: components["schemas"]["VisitSubject"];
                /** @description The day that is asked for carries it; else it waits for another, unless somebody goes there anyway. */
                today: boolean;
            }[];
            /** @description Where the next page begins; missing on the last one. */
            next?: string | null;
        };
        /** @description A new password. */
        Password: {
            /** @description It. */
            password: string;
        };
        /** @description Two passwords. */
        Passwords: {
            /** @description The one to come. */
            new: string;
            /** @description The present one. */
            old: string;
        };
        /** @description An area as it was until a moment. */
        Past: {
            /** @description Its local codes. */
            aliases: string[];
            /** @description What it was. */
            area: components["schemas"]["Area"];
            /** @description Its ground, a GeoJSON geometry. */
            geometry?: string | null;
            /** @description Until when. */
            until?: components["schemas"]["Timestamp"];
        };
        /** @description A person as answers name it. */
        PersonRef: {
            /** @description Id. */
            id: string;
            /** @description Name; missing when it was erased. */
            name?: string | null;
        };
        /** @description A person as staff see one: the phone is masked. */
        PersonView: {
            /** @description True when the person has left. */
            ended: boolean;
            /** @description Id. */
            id: string;
            /** @description Login. */
            login?: string | null;
            /** @description Name; missing when it was erased. */
            name?: string | null;
            /** @description Phone, masked. */
            phone_masked?: string | null;
        };
        /** @description A picture with its addresses. */
        PhotoRef: {
            /** @description Small. */
            thumb: string;
            /** @description In full, without metadata. */
            url: string;
        };
        /** @description Where something is: in the tree at whatever level is known, and in every layer that covers it. */
        Place: {
            /** @description The codes of `path` joined by `/`; empty where nothing is known. */
            area_path: string;
            /** @description Whether the finest area is exclusive or lies in one that is. */
            exclusive: boolean;
            /** @description The grid, the finest that covers the point; nothing where only a division is known. */
            grid?: string | null;
            /** @description The code of the home area (the county, by the profile), under which a case is kept. */
            home?: string | null;
            /** @description Layer code to the area of that layer. */
            layers: {
                [key: string]: components["schemas"]["LayerRef"];
            };
            /**
             * Format: double
             * @description Metres to the area when the point is outside the whole tree.
             */
            outside_m?: number | null;
            /** @description From the top of the tree down to the finest area known. */
            path: components["schemas"]["AreaRef"][];
        };
        /** @description Where, as the reporter says it. */
        PlaceInput: {
            /** @description In words; at most 300 characters. */
            address?: string | null;
            /** @description The code of an area, where no coordinates are known. */
            area?: string | null;
            /** @description `wgs84`, `gcj02` or `bd09`; WGS-84 when not given. */
            datum?: string | null;
            /**
             * Format: double
             * @description Degrees north.
             */
            lat?: number | null;
            /**
             * Format: double
             * @description Degrees east.
             */
            lon?: number | null;
        };
        /** @description A place with the names of its areas. */
        PlaceView: {
            /** @description The codes of `path` joined by `/`. */
            area_path: string;
            by_words?: components["schemas"]["ByWordsView"] | null;
            /** @description In an exclusive grid. */
            exclusive: boolean;
            grid?: components["schemas"]["AreaRef"] | null;
            /** @description Area by layer. */
            layers: {
                [key: string]: components["schemas"]["LayerRef"];
            };
            /**
             * Format: double
             * @description Metres to the nearest area when outside of all.
             */
            outside_m?: number | null;
            /** @description From the top down to the finest area known. */
            path: components["schemas"]["AreaRef"][];
        };
        /** @description How much was planned. */
        Plan: {
            /** @description New shifts; those that were planned already are not counted. */
            planned: number;
        };
        /** @description A post as staff see it. */
        PostView: {
            /** @description The area. */
            area: components["schemas"]["AreaRef"];
            /** @description The codes down to the area. */
            area_path: string;
            deputy?: components["schemas"]["PersonRef"] | null;
            /** @description Id. */
            id: string;
            /** @description Kind. */
            kind: string;
            /** @description The kind's name. */
            name: components["schemas"]["Text"];
            /** @description Who holds it. */
            person: components["schemas"]["PersonRef"];
            /** @description The unit. */
            unit: components["schemas"]["UnitRef"];
            /** @description Since when. */
            valid_from: components["schemas"]["Timestamp"];
            valid_to?: components["schemas"]["Timestamp"] | null;
            /** @description The telephone of the duty. */
            work_phone?: string | null;
        };
        /** @description A problem document (RFC 9457). */
        Problem: {
            /** @description Stable code, such as `field.invalid`. */
            code: string;
            /** @description What is expected instead, in technical terms. */
            expected?: string | null;
            /** @description The field at fault: a JSON pointer, or the name of a parameter or header. */
            field?: string | null;
            /** @description The request's id, as in the log. */
            request: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What went wrong, in the reader's language. */
            title: string;
            /** @description A name for the kind of problem: `urn:jingwei:problem:` and the code. */
            type: string;
            /** @description The value at fault; never a personal one. */
            value?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * @description What an import check can find; the text of each is in the message catalogue under `grid.problem.<kind>`.
         * @enum {string}
         */
        ProblemKind: "code_missing" | "code_malformed" | "code_duplicate" | "level_unknown" | "level_order" | "parent_missing" | "parent_mismatch" | "name_missing" | "kind_unknown" | "validity" | "alias_taken" | "geometry_malformed" | "off_earth" | "no_geometry" | "ring_open" | "ring_short" | "ring_crosses" | "ring_touches" | "hole_outside" | "parts_overlap" | "no_area" | "overlap" | "gap" | "outside_parent" | "not_cut" | "not_neighbours" | "too_small";
        /** @description A program. */
        Program: {
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /** @description To whom a case would be sent. */
        Proposal: {
            /** @description Units that assist. */
            assists: components["schemas"]["Named"][];
            /** @description Priority. */
            priority: string;
            /** @description The unit. */
            unit: components["schemas"]["Named"];
        };
        /** @description A case as everybody may see it. */
        PublicCase: {
            /** @description The place in words. */
            address?: string | null;
            /** @description Names of the areas. */
            area_names?: string | null;
            category?: components["schemas"]["Named"] | null;
            closed_at?: components["schemas"]["Timestamp"] | null;
            due_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: double
             * @description Degrees north.
             */
            lat?: number | null;
            /**
             * Format: double
             * @description Degrees east.
             */
            lon?: number | null;
            /** @description Its number, which is public. */
            number: string;
            /** @description Not ended. */
            open: boolean;
            /** @description How it ended. */
            outcome?: string | null;
            /** @description The pack. */
            pack: string;
            /** @description Address of the first public picture. */
            photo?: string | null;
            /** @description When it was registered. */
            registered_at: components["schemas"]["Timestamp"];
            /** @description The last answer. */
            reply?: string | null;
            /** @description State; only its phase when the pack does not publish the status. */
            state: components["schemas"]["StateRef"];
            /** @description What was written, without numbers that may be personal. */
            text?: string | null;
            unit?: components["schemas"]["Text"] | null;
            /** @description When it was last touched. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description An order as everybody may see it. */
        PublicOrder: {
            /** @description When it was given. */
            at: components["schemas"]["Timestamp"];
            cancelled_at?: components["schemas"]["Timestamp"] | null;
            /** @description Number of the case, when everybody may see that too. */
            case?: string | null;
            /** @description By when. */
            deadline: components["schemas"]["Timestamp"];
            /** @description Not answered in time. */
            late: boolean;
            /** @description Its number. */
            no: string;
            replied_at?: components["schemas"]["Timestamp"] | null;
            /** @description `standing`, `replied` or `cancelled`. */
            state: string;
            /** @description What it is about: the category, and where, as far as the pack publishes them. */
            title: string;
            unit?: components["schemas"]["Text"] | null;
        };
        /** @description A form with what the caller may do with what comes back. */
        PublishedFormDetail: components["schemas"]["PublishedFormView"] & components["schemas"]["FormReadable"];
        /** @description A form as lists show it. */
        PublishedFormView: {
            /** @description The area where it is filled, codes from the top joined by `/`; empty: everywhere. */
            area: string;
            /** @description The id. */
            id: string;
            /** @description Whose it is. */
            kind: components["schemas"]["FormKind"];
            /** @description When it was first published. */
            published_at: components["schemas"]["Timestamp"];
            /** @description What may be done with it. */
            state: components["schemas"]["FormState"];
            /** @description What people call it. */
            title: components["schemas"]["Text"];
            /** @description The unit whose it is. */
            unit?: string | null;
            /** @description The version that clients get. */
            version: string;
        };
        /** @description A question about a matter. The answer goes into `attributes` of the report, under its code. */
        Question: {
            /** @description Its code. */
            code: string;
            /** @description `string`, `number`, `datetime` (RFC 3339), `text`, `singlevaluelist`, `multivaluelist` (codes joined by `,`). */
            datatype: string;
            hint?: components["schemas"]["Text"] | null;
            /** @description The question. */
            name: components["schemas"]["Text"];
            /** @description Must be answered. */
            required: boolean;
            /** @description The values of a list. */
            values?: components["schemas"]["QuestionValue"][];
            /** @description False: only shown, nothing is answered. */
            variable: boolean;
        };
        /** @description A value of a list. */
        QuestionValue: {
            /** @description What is sent. */
            code: string;
            /** @description What is shown. */
            name: components["schemas"]["Text"];
        };
        /** @description A rating. */
        RateBody: {
            /** @description A remark; at most 2,000 characters. */
            comment?: string | null;
            /**
             * Format: int64
             * @description 1 (very dissatisfied) to 4 (very satisfied).
             */
            grade: number;
            /** @description The token. */
            token: string;
        };
        /** @description The reporter's rating. */
        RatingView: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description A remark. */
            comment?: string | null;
            /**
             * Format: int32
             * @description 1 to 4.
             */
            grade: number;
        };
        /** @description A printable receipt. */
        Receipt: {
            /** @description The place in words. */
            address?: string | null;
            /** @description Names of the areas. */
            area_names?: string | null;
            category?: components["schemas"]["Named"] | null;
            due_at?: components["schemas"]["Timestamp"] | null;
            /** @description The case. */
            number: string;
            /** @description A salted hash of the facts: proves later what was registered. */
            receipt: string;
            /** @description When it was registered. */
            registered_at: components["schemas"]["Timestamp"];
        };
        /** @description Whether a receipt holds. */
        ReceiptCheck: {
            /** @description It belongs to what the ledger says of this case. */
            holds: boolean;
        };
        /** @description A run that is wanted. */
        RegisterAsking: {
            /** @description The area whose records are compared with each other: a county or less. */
            area: string;
            /** @description The kind. */
            kind: string;
            /** @description The purpose: one for which the kind allows it. */
            purpose?: string | null;
        };
        /** @description A report that somebody registers for somebody. */
        RegisterBody: {
            /** @description Nobody wants to be known. */
            anonymous?: boolean;
            /** @description Ids of uploads, at most 9. */
            attachments?: string[];
            /** @description Answers to the category's questions. */
            attributes?: {
                [key: string]: string;
            };
            /** @description Case type, when it is not the category's own. */
            case_type?: string | null;
            category?: components["schemas"]["CategoryRef"] | null;
            /** @description `walk_in`, `phone`, `hotline`, `letter` or `patrol`. */
            channel: components["schemas"]["Channel"];
            external?: components["schemas"]["Alias"] | null;
            /** @description Not to be seen by those who handle the matter. */
            hide_reporter?: boolean;
            outcome?: components["schemas"]["Outcome"] | null;
            /** @description Where. */
            place?: components["schemas"]["PlaceInput"];
            reported_at?: components["schemas"]["Timestamp"] | null;
            /** @description For whom. */
            reporter?: components["schemas"]["ReporterInput"];
            /** @description In words; at most 4,000 characters. */
            text?: string | null;
        };
        /** @description A fault of one cell; the value itself is not repeated. */
        RegisterCellFault: {
            /** @description What is wrong: a code of the catalogue. */
            code: string;
            /** @description What is expected. */
            expected?: string;
            /** @description Field or rule. */
            field: string;
            /**
             * Format: int64
             * @description Which row of the file, counted from 1.
             */
            row: number;
        };
        /**
         * @description How a value is kept and shown.
         * @enum {string}
         */
        RegisterClass: "public" | "internal" | "personal" | "sensitive" | "care";
        /** @description A value in clear. */
        RegisterClear: {
            /** @description The value. */
            value: string;
        };
        /** @description One code. */
        RegisterCode: {
            /** @description Other words that lists use for it. */
            also?: string[];
            /** @description The code. */
            code: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /** @description A code table: codes with their names, such as sex by GB/T 2261.1. */
        RegisterCodeTable: {
            /** @description The table. */
            code: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description The standard that it is taken from. */
            standard?: string | null;
            /** @description The codes. */
            values: components["schemas"]["RegisterCode"][];
        };
        /** @description The columns of a file. */
        RegisterColumns: {
            /** @description In their order. */
            columns: string[];
        };
        /** @description A correction. */
        RegisterCorrecting: {
            /** @description Why; needed unless one's unit owns the truth of every field. */
            reason?: string | null;
            /** @description Field → what is right, as text; an empty text takes the value away. */
            values: {
                [key: string]: string;
            };
            /**
             * Format: int64
             * @description The version that was seen.
             */
            version: number;
        };
        /** @description One area with its numbers. */
        RegisterCountRow: {
            /** @description The code of the area. */
            area: string;
            /** @description Records by kind, with everything under the area; a kind without any is missing. */
            counts: {
                [key: string]: number;
            };
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /** @description An area and those right under it. */
        RegisterCounts: {
            /** @description The areas right under it, by code. */
            items: components["schemas"]["RegisterCountRow"][];
            /** @description The sums. */
            total: {
                [key: string]: number;
            };
        };
        /** @description Who controls a kind and who is entrusted with it. */
        RegisterEntrustment: {
            /** @description The centre that is entrusted: a function of units. */
            centre: string;
            /** @description The department that controls it: a function of units. */
            controller: string;
            /** @description The kind. */
            kind: string;
            /** @description The number of the agreement. */
            number: string;
        };
        /** @description What one comparison of a pair found: no value. */
        RegisterEvidence: {
            /** @description The field. */
            field: string;
            /** @description What was found, a stable word of the engine. */
            level: string;
            /**
             * Format: double
             * @description What that is worth in bits: above 0 for one thing, below for two.
             */
            weight: number;
        };
        /** @description One field of a kind. */
        RegisterField: {
            /** @description How it is kept and shown. */
            class: components["schemas"]["RegisterClass"];
            /** @description The field. */
            code: string;
            /** @description The data element of the standard that it follows. */
            element?: string | null;
            /**
             * Format: int32
             * @description After so many days it is shown as old.
             */
            freshness_days?: number | null;
            /** @description Characters at most; 200 when not given. */
            longest?: number | null;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description The function of the units that own the truth. */
            owner: string;
            part?: components["schemas"]["RegisterPart"] | null;
            purpose?: components["schemas"]["Text"] | null;
            /** @description A record without it is refused. */
            required?: boolean;
            role?: components["schemas"]["RegisterRole"] | null;
            /** @description The code table, for `code`. */
            table?: string | null;
            /** @description What its values look like. */
            type: components["schemas"]["RegisterType"];
            /** @description The unit of a number. */
            unit?: string | null;
        };
        /** @description What a search found. */
        RegisterFound: {
            /** @description Records, at most 50. */
            items: components["schemas"]["RegisterRow"][];
            /** @description There are more: say more words. */
            more: boolean;
        };
        /** @description What an import did, or would. */
        RegisterImportReport: {
            /**
             * Format: int64
             * @description New records.
             */
            added: number;
            /**
             * Format: int64
             * @description Records with a new version.
             */
            changed: number;
            /** @description The columns of the file. */
            columns: string[];
            /** @description Comparisons with the other lists that were asked for. */
            comparisons?: string[];
            /** @description Only tried. */
            dry_run: boolean;
            /** @description The first faults by cell. */
            faults: components["schemas"]["RegisterCellFault"][];
            /** @description The first rows that were taken. */
            preview: components["schemas"]["RegisterPreview"][];
            /** @description How often what was wrong: field and code. */
            reasons: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Rows that were not taken.
             */
            rejected: number;
            /**
             * Format: int64
             * @description Rows read.
             */
            rows: number;
            /** @description The run. */
            run: string;
            /**
             * Format: int64
             * @description Rows that say what they said.
             */
            unchanged: number;
            /**
             * Format: int64
             * @description Records that rows name and that are not there (yet): the rows were taken without them.
             */
            unresolved: number;
        };
        /** @description A judgement. */
        RegisterJudging: {
            /** @description Two different valid numbers come together, knowingly. */
            despite_numbers?: boolean;
            /** @description Why; needed where no run compared them, where they were judged before, and where two numbers come together. */
            reason?: string | null;
            /** @description One thing, two, or it cannot be told. */
            verdict: components["schemas"]["RegisterVerdict"];
            /** @description What was said before, to say something else: `same`, `different`, `unsure`. */
            was?: string | null;
        };
        /** @description A kind of thing. */
        RegisterKind: {
            /** @description Held for visits and help alone. Such a kind is not loaded yet. */
            care?: boolean;
            /** @description The category of the standard that it stands under. */
            category: components["schemas"]["Text"];
            /** @description The kind: `person`, `household`, `dwelling` … */
            code: string;
            /** @description Its fields, in the order of a page. */
            fields: components["schemas"]["RegisterField"][];
            /**
             * Format: int32
             * @description After so many days a value is shown as old.
             */
            freshness_days?: number | null;
            linkage?: components["schemas"]["RegisterLinkage"] | null;
            /** @description Its records are shown on the map, those that have a point. Never a kind that holds people. */
            map?: boolean;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description What it is held for, with the legal basis. */
            purpose: components["schemas"]["Text"];
            /** @description Reasons to read a value in clear. */
            purposes?: components["schemas"]["RegisterPurpose"][];
            /** @description How it belongs to others. */
            relations?: components["schemas"]["RegisterRelation"][];
            /**
             * Format: int32
             * @description Days after which a record must be gone, counted from the state of the data.
             */
            retention_days?: number | null;
            /** @description Conditions over several fields. */
            rules?: components["schemas"]["RegisterRule"][];
            /** @description The field whose code table tells its types: `type`. They are counted and make the branches of the resource tree. */
            type_field?: string | null;
        };
        /** @description A kind with who controls it. */
        RegisterKindView: components["schemas"]["RegisterKind"] & {
            /** @description Who controls it, who is entrusted, under what number. */
            entrustment: components["schemas"]["RegisterEntrustment"];
            /** @description The pack. */
            pack: string;
        };
        /** @description How records of a kind are compared across lists, and for which of its purposes they may be. A kind without it is never compared. */
        RegisterLinkage: {
            /** @description Part of the model → field of the kind; parts without a field are left out. */
            fields: {
                [key: string]: string;
            };
            /** @description The model. */
            model: components["schemas"]["RegisterLinkageModel"];
            /** @description Purposes of the kind for which lists may be compared. */
            purposes: string[];
        };
        /**
         * @description What is compared when records of a kind are held against each other across lists.
         * @enum {string}
         */
        RegisterLinkageModel: "person" | "organisation" | "dwelling";
        /** @description A list that came in, or will. */
        RegisterList: {
            /** @description The kind. */
            kind: string;
            /** @description How its columns become fields. */
            mapping: Record<string, never>;
            /** @description The source. */
            source: string;
            /** @description Since when. */
            updated_at: components["schemas"]["Timestamp"];
            /** @description By whom. */
            updated_by: string;
        };
        /** @description Where a value comes from. */
        RegisterOrigin: {
            /** @description The state of the data. */
            as_of: components["schemas"]["Timestamp"];
            /** @description Their name, when it is a person. */
            name?: string | null;
            /** @description When it was recorded. */
            recorded_at: components["schemas"]["Timestamp"];
            /** @description By whom. */
            recorded_by: string;
            /** @description The list, or none when it was corrected by hand. */
            source?: string | null;
            /**
             * Format: int64
             * @description The version since which it is so.
             */
            version: number;
        };
        /** @description A pair, both records side by side. */
        RegisterPair: components["schemas"]["RegisterPairLine"] & {
            /** @description A pair between their things that was judged different. */
            apart?: string | null;
            /** @description Fields whose values are the same. */
            equal: string[];
            /** @description One record, masked. */
            left: components["schemas"]["RegisterRecord"];
            /** @description Two different valid numbers would come together. */
            numbers_differ: boolean;
            /** @description The other. */
            right: components["schemas"]["RegisterRecord"];
            /** @description How many records would be one thing. */
            size: number;
            /** @description They are one thing already. */
            together: boolean;
        };
        /** @description A pair with its evidence. */
        RegisterPairLine: {
            /** @description One record. */
            a: string;
            /** @description The other. */
            b: string;
            /** @description The comparisons. */
            evidence: components["schemas"]["RegisterEvidence"][];
            /** @description Its id. */
            id: string;
            judged_at?: components["schemas"]["Timestamp"] | null;
            /** @description Who. */
            judged_by?: string | null;
            /** @description The kind. */
            kind: string;
            /** @description Their name, when it is a person. */
            name?: string | null;
            /** @description Why, in words; not told in lists. */
            reason?: string | null;
            /**
             * Format: double
             * @description Log-odds in bits that both are one thing; missing when no run compared them.
             */
            score?: number | null;
            /** @description `review`, `joined` (by a run), `same`, `different`, `unsure`; `none` when nothing is known of it. */
            state: string;
        };
        /** @description A pair in the queue. */
        RegisterPairRow: components["schemas"]["RegisterPairLine"] & {
            /** @description Both records, masked. */
            records: components["schemas"]["RegisterRow"][];
        };
        /**
         * @description Which part of a standard address a field holds. A kind with such fields is one of standard addresses.
         * @enum {string}
         */
        RegisterPart: "road" | "number" | "estate" | "building" | "unit" | "room" | "place" | "aliases" | "lon" | "lat";
        /** @description Parting what is one thing. */
        RegisterParting: {
            /** @description Why. */
            reason: string;
        };
        /** @description One version, or one act on a record. */
        RegisterPast: {
            as_of?: components["schemas"]["Timestamp"] | null;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Who. */
            by: string;
            /** @description The fields that it is about; none for the first version. */
            fields: string[];
            /** @description Their name, when it is a person. */
            name?: string | null;
            /** @description The purpose of a reveal. */
            purpose?: string | null;
            /** @description Why, in words. */
            reason?: string | null;
            /**
             * Format: int64
             * @description The version that came of it, or that was read.
             */
            version: number;
            /** @description `imported`, `met`, `corrected`, `revealed`. */
            what: string;
        };
        /** @description A row as it would be recorded, masked. */
        RegisterPreview: {
            /** @description The code of its area. */
            area: string;
            /**
             * Format: int64
             * @description Which row of the file.
             */
            row: number;
            /** @description Its values by field. */
            values: Record<string, never>;
        };
        /** @description A reason for which a value may be read in clear. */
        RegisterPurpose: {
            /** @description The purpose. */
            code: string;
            /** @description In words. */
            name: components["schemas"]["Text"];
        };
        /** @description A record with where each value comes from. */
        RegisterRecord: {
            /** @description The code of its area. */
            area: string;
            /** @description The state of the data. */
            as_of: components["schemas"]["Timestamp"];
            /** @description The reader may correct it. */
            correctable: boolean;
            expires_at?: components["schemas"]["Timestamp"] | null;
            /** @description Its id. */
            id: string;
            /** @description Its kind. */
            kind: string;
            /**
             * Format: int64
             * @description The latest version.
             */
            latest: number;
            /** @description Names from the top down. */
            path: components["schemas"]["Text"][];
            /** @description Longitude and latitude, of a record that is on the map. */
            point?: number[] | null;
            /** @description When this version was recorded. */
            recorded_at: components["schemas"]["Timestamp"];
            /** @description The list it came with. */
            source: string;
            /** @description Its values, in the order of the kind. */
            values: components["schemas"]["RegisterValue"][];
            /**
             * Format: int64
             * @description Which version this is.
             */
            version: number;
        };
        /** @description A relation as it is to be. */
        RegisterRelating: {
            /** @description The first day. */
            from?: string | null;
            /** @description Why. */
            reason: string;
            /** @description The relation, one of the kind's. */
            relation: string;
            /** @description It was never so: takes it away. */
            remove?: boolean;
            /** @description The id of the other record. */
            to: string;
            /** @description The last day: ends it. */
            until?: string | null;
            /**
             * Format: int64
             * @description The version of the record that was seen.
             */
            version: number;
        };
        /** @description How records of a kind belong to records of another. */
        RegisterRelation: {
            /** @description The relation: lives in, owns, works at. */
            code: string;
            /** @description It has a beginning and an end. */
            dated?: boolean;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description The kind on the other side. */
            to: string;
        };
        /** @description A relation as one of both sees it. */
        RegisterRelationView: {
            /** @description The first day, when it is known. */
            from?: string | null;
            /** @description The other record is gone, its time being over: so is the relation. */
            gone: boolean;
            /** @description Its name, as the record says it that has it. */
            name: components["schemas"]["Text"];
            other?: components["schemas"]["RegisterRow"] | null;
            /** @description It is this record that has it; else it is the other one. */
            outgoing: boolean;
            /** @description The relation. */
            relation: string;
            /** @description The last day: of one that has ended, or whose other record is gone. */
            until?: string | null;
        };
        /** @description All relations of a record. */
        RegisterRelations: {
            /** @description The reader may change those of the record itself. */
            changeable: boolean;
            /** @description Those of the record itself, then those of others to it; in force before ended. */
            items: components["schemas"]["RegisterRelationView"][];
            /** @description There are more than are shown. */
            more: boolean;
            /**
             * Format: int64
             * @description The version of the record.
             */
            version: number;
        };
        /** @description How often somebody read a field in clear on a day for a purpose. */
        RegisterRevealCount: {
            /** @description Who. */
            actor: string;
            /**
             * Format: int64
             * @description How often.
             */
            count: number;
            /** @description The home of the facts. */
            county: string;
            /** @description The day. */
            day: string;
            /** @description The field; empty for a case and a form. */
            field: string;
            /** @description The kind of the record; `case` for a value of a case, `form` for answers that came back with a form. */
            kind: string;
            /** @description Their name, when it is a person. */
            name?: string | null;
            /** @description The purpose, of the kind's own list; empty when it was given in words. */
            purpose: string;
        };
        /** @description Reading a value in clear. */
        RegisterRevealing: {
            /** @description The field. */
            field: string;
            /** @description The purpose, of the kind's own list. */
            purpose: string;
            /** @description In words. */
            words?: string | null;
        };
        /** @description Reveals of some days. */
        RegisterReveals: {
            /** @description The latest first. */
            items: components["schemas"]["RegisterRevealCount"][];
            /** @description There are more: choose fewer days. */
            more: boolean;
        };
        /**
         * @description What a value tells about who or what the record is.
         * @enum {string}
         */
        RegisterRole: "identifier" | "name" | "phone" | "address";
        /** @description A record in a list; personal values are masked. */
        RegisterRow: {
            /** @description The code of its area. */
            area: string;
            /** @description The name of its area. */
            area_name: components["schemas"]["Text"];
            /** @description The state of the data. */
            as_of: components["schemas"]["Timestamp"];
            /** @description Its id: home and number. */
            id: string;
            /** @description Its kind. */
            kind: string;
            /** @description The list it came with. */
            source: string;
            thing?: components["schemas"]["RegisterThingMark"] | null;
            /** @description Its values by field, masked. */
            values: Record<string, never>;
            /**
             * Format: int64
             * @description Its version.
             */
            version: number;
        };
        /** @description A condition over the fields of one record. */
        RegisterRule: {
            /** @description CEL over `v`, the fields that have a value; a citizen number `x` also gives `x_birth` and `x_sex`. */
            check: string;
            /** @description The rule. */
            code: string;
            /** @description What to say when it does not hold. */
            message: components["schemas"]["Text"];
        };
        /** @description A run. */
        RegisterRun: {
            /** @description The code of the area whose records are compared. */
            area: string;
            /** @description Its name. */
            area_name: components["schemas"]["Text"];
            /** @description When it was asked for. */
            asked_at: components["schemas"]["Timestamp"];
            /** @description By whom. */
            asked_by: string;
            /**
             * Format: int64
             * @description Pairs that were compared.
             */
            compared: number;
            ended_at?: components["schemas"]["Timestamp"] | null;
            /** @description Why it failed: a code of the catalogue. */
            failure?: string | null;
            /** @description Its id. */
            id: string;
            /**
             * Format: int64
             * @description Pairs that were joined.
             */
            joined: number;
            /** @description The kind. */
            kind: string;
            /** @description Their name, when it is a person. */
            name?: string | null;
            /** @description Only what is new since an import. */
            new_only: boolean;
            /** @description The purpose, of those that the kind allows. */
            purpose: string;
            /**
             * Format: int64
             * @description Pairs that wait for somebody.
             */
            review: number;
            /**
             * Format: int64
             * @description Records.
             */
            rows: number;
            /**
             * Format: double
             * @description From how many bits on pairs were joined; missing when too little could be learned: then only equal numbers were.
             */
            safe?: number | null;
            /** @description What it is doing: `reading`, `comparing`, `writing`; empty otherwise. */
            stage: string;
            /** @description `waiting`, `running`, `done`, `failed`. */
            state: string;
            /**
             * Format: int64
             * @description Pairs of earlier runs that wait no more.
             */
            withdrawn: number;
        };
        /** @description What one record of a thing says of a field. */
        RegisterSaid: {
            /** @description The state of the data. */
            as_of: components["schemas"]["Timestamp"];
            /** @description It was corrected by hand. */
            corrected: boolean;
            /** @description The record. */
            record: string;
            /** @description The list it came with. */
            source: string;
            /** @description The value, masked when it is personal. */
            value: Record<string, never>;
            /** @description Which of the different values it is, from 1: masked ones may look alike. */
            variant: number;
        };
        /** @description A record that has a point. */
        RegisterSpot: {
            /** @description The code of its area. */
            area: string;
            /** @description The name of its area. */
            area_name: components["schemas"]["Text"];
            /** @description Longitude and latitude. */
            at: number[];
            /** @description The record. */
            id: string;
            /** @description Its kind. */
            kind: string;
            /** @description Its name, where it has one. */
            name?: string;
            /** @description Code of its type. */
            type?: string;
        };
        /** @description What is in sight. */
        RegisterSpots: {
            /** @description Records with a point. */
            items: components["schemas"]["RegisterSpot"][];
            /** @description There are more: look nearer. */
            more: boolean;
        };
        /** @description A thing: the records that are one. */
        RegisterThing: {
            /** @description Field by field, of what the reader may see. */
            fields: components["schemas"]["RegisterThingField"][];
            /** @description How many more there are in areas that are not the reader's. */
            hidden: number;
            /** @description The pairs by which they came together, and what was said of them. */
            pairs: components["schemas"]["RegisterPairLine"][];
            /** @description The reader may part them. */
            partable: boolean;
            /** @description Its records that the reader may see. */
            records: components["schemas"]["RegisterRow"][];
        };
        /** @description A field of a thing. */
        RegisterThingField: {
            /** @description The field. */
            code: string;
            /** @description What its records say, the newest first. */
            said: components["schemas"]["RegisterSaid"][];
            /** @description How many different values there are. */
            variants: number;
        };
        /** @description The thing of a record in a list. */
        RegisterThingMark: {
            /** @description The first record of the thing. */
            id: string;
            /** @description How many records it has. */
            records: number;
        };
        /** @description The tree, kinds in the order of their categories. */
        RegisterTree: {
            /** @description The kinds. */
            kinds: components["schemas"]["RegisterTreeKind"][];
        };
        /** @description A kind. */
        RegisterTreeKind: {
            /** @description The category that it stands under. */
            category: components["schemas"]["Text"];
            /** @description The kind. */
            code: string;
            /**
             * Format: int64
             * @description How many, with those whose type is not told.
             */
            count: number;
            /** @description Its records are on the map. */
            map: boolean;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description Its types that there are, in the order of their code table. */
            types: components["schemas"]["RegisterTreeType"][];
        };
        /** @description A type of a kind. */
        RegisterTreeType: {
            /** @description Code of the type. */
            code: string;
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /**
         * @description What a value looks like.
         * @enum {string}
         */
        RegisterType: "text" | "int" | "number" | "date" | "bool" | "code" | "area" | "citizen_id" | "credit_code" | "phone";
        /** @description One value of a record. */
        RegisterValue: {
            /** @description How it is kept. */
            class: components["schemas"]["RegisterClass"];
            /** @description The field. */
            code: string;
            origin?: components["schemas"]["RegisterOrigin"] | null;
            /** @description The reader's unit owns the truth of it. */
            own: boolean;
            /** @description It can be read in clear with a purpose. */
            revealable: boolean;
            /** @description It is older than it may be. */
            stale: boolean;
            /** @description The value, masked when it is personal; missing when there is none. */
            value?: Record<string, never> | null;
        };
        /**
         * @description What somebody says of two records.
         * @enum {string}
         */
        RegisterVerdict: "same" | "different" | "unsure";
        /** @description What the desk gets. */
        RegisteredView: {
            /** @description The case. */
            case: components["schemas"]["CaseView"];
            /** @description One number for life. */
            number: string;
            /** @description For the reporter. */
            receipt: string;
            /** @description For the reporter. */
            token: string;
        };
        /** @description A case that would move. */
        Relocating: {
            /** @description The area it leaves. */
            from: string;
            /** @description Its number. */
            number: string;
            /** @description Whether it is open. */
            open: boolean;
            /** @description The area it lies in. */
            to: string;
        };
        /** @description What would move, if it were asked for. */
        Relocation: {
            /**
             * Format: int64
             * @description Cases that would move, closed ones too.
             */
            all: number;
            /** @description The areas asked about. */
            areas: components["schemas"]["Leaving"][];
            /** @description The first of them. */
            first: components["schemas"]["Relocating"][];
            /** @description There are more than the 20,000 cases that were looked at. */
            more: boolean;
            /** @description From where to where. */
            moves: components["schemas"]["Moving"][];
            /**
             * Format: int64
             * @description Open cases that would move.
             */
            open: number;
            /** @description Cases without coordinates whose area has several successors: somebody has to say where they belong. The first 50. */
            undecided: string[];
        };
        /** @description Which cases are to move. */
        RelocationBody: {
            /** @description Codes of areas, at most 50; also of such as have ended. */
            areas: string[];
            /** @description Closed cases too; only open ones if not given. */
            closed?: boolean;
        };
        /** @description How far a run is. */
        RelocationRun: {
            /** @description When it was asked for. */
            asked_at: components["schemas"]["Timestamp"];
            done_at?: components["schemas"]["Timestamp"] | null;
            /** @description Its id. */
            id: string;
            /**
             * Format: int64
             * @description Cases that have moved.
             */
            moved: number;
            /** @description `running` or `done`. */
            state: string;
            /**
             * Format: int64
             * @description Cases that were to move when it was asked for.
             */
            total: number;
        };
        /** @description A wish to have it taken up again. */
        ReopenBody: {
            /** @description Why; at most 2,000 characters. */
            reason: string;
            /** @description The token. */
            token: string;
        };
        /** @description What an import found and did. */
        Report: {
            /**
             * Format: int64
             * @description Areas that are new.
             */
            added: number;
            /**
             * Format: int64
             * @description Areas that differ from what was known.
             */
            changed: number;
            /** @description Whether it was only tried. */
            dry_run: boolean;
            /** @description Whether the map was changed: no error, not a dry run. */
            imported: boolean;
            /** @description Everything found, errors first. */
            problems: components["schemas"]["AreaProblem"][];
            /**
             * Format: int64
             * @description Records read.
             */
            records: number;
            /**
             * Format: int64
             * @description Areas that ended, because the map says `replace`.
             */
            retired: number;
            /**
             * Format: int64
             * @description Records left out by the map's `only`.
             */
            skipped: number;
            /**
             * Format: int64
             * @description Areas as they were.
             */
            unchanged: number;
        };
        /** @description A report of a resident. */
        ReportBody: {
            /** @description Nobody wants to be known. */
            anonymous?: boolean;
            /** @description Ids of uploads, at most 9. */
            attachments?: string[];
            /** @description Answers to the category's questions. */
            attributes?: {
                [key: string]: string;
            };
            /** @description Case type, when it is not the category's own. */
            case_type?: string | null;
            category?: components["schemas"]["CategoryRef"] | null;
            /** @description Not to be seen by those who handle the matter. */
            hide_reporter?: boolean;
            /** @description Where. */
            place?: components["schemas"]["PlaceInput"];
            /** @description Who; may be left out. */
            reporter?: components["schemas"]["ReporterInput"];
            /** @description In words; at most 4,000 characters. */
            text?: string | null;
        };
        /** @description What a reporter gets. */
        ReportedView: {
            /** @description One number for life. */
            number: string;
            /** @description Where it was found to be. */
            place: components["schemas"]["PlaceView"];
            /** @description A salted hash of the fact. */
            receipt: string;
            /** @description State. */
            state: components["schemas"]["StateRef"];
            /** @description Opens it at `/track`; nobody keeps it but the reporter. */
            token: string;
        };
        /** @description Who, as they say it. */
        ReporterInput: {
            /** @description E-mail; at most 200 characters. */
            email?: string | null;
            /** @description Name; at most 100 characters. */
            name?: string | null;
            /** @description Telephone; at most 40 characters. */
            phone?: string | null;
        };
        /** @description Who reported, masked. */
        ReporterView: {
            /** @description l***@example.com */
            email_masked?: string | null;
            /** @description Not shown to whoever handles the matter. */
            hidden: boolean;
            /** @description What the reporter is. */
            kind: string;
            /** @description 张** */
            name_masked?: string | null;
            /** @description 138****5678 */
            phone_masked?: string | null;
            /** @description Something can be revealed to this viewer. */
            revealable: boolean;
        };
        /** @description How much is sent again. */
        Resent: {
            /**
             * Format: int64
             * @description Deliveries.
             */
            resent: number;
        };
        /** @description A rest. */
        RestView: {
            /** @description `suspended`, `deferred`, `carried_over`. */
            kind: string;
            /** @description Since when. */
            since: components["schemas"]["Timestamp"];
            until?: components["schemas"]["Timestamp"] | null;
        };
        /** @description What is to be read in clear, and why. */
        RevealBody: {
            /** @description `reporter.name`, `reporter.phone` or `reporter.email`. */
            field: string;
            /** @description Why; at most 500 characters. It stands in the ledger. */
            purpose: string;
        };
        /** @description A value in clear. */
        Revealed: {
            /** @description The value. */
            value: string;
        };
        /** @description A role of the table. */
        Role: {
            /**
             * @description Action and how far it reaches: `anywhere`, `area` (inside the area of the post), `unit` (what the unit of the post
             *     owes, inside the area).
             */
            allows: {
                [key: string]: string;
            };
            /** @description Posts may carry it; else it is of whoever is logged in, of nobody in particular, or of a program. */
            by_post: boolean;
            /** @description The word. */
            code: string;
            /** @description The kinds of posts that carry it. */
            kinds: components["schemas"]["RoleKind"][];
            /** @description What it is. */
            name: components["schemas"]["Text"];
        };
        /** @description An action of the table. */
        RoleAction: {
            /** @description The dotted word: `case.read`. */
            code: string;
            /** @description What it is. */
            name: components["schemas"]["Text"];
        };
        /** @description A kind of post. */
        RoleKind: {
            /** @description Its code. */
            code: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /** @description Who may do what. */
        Roles: {
            /** @description Every action there is. */
            actions: components["schemas"]["RoleAction"][];
            /** @description The roles, in the order of the table. */
            items: components["schemas"]["Role"][];
        };
        /** @description Shifts of a desk. */
        Roster: {
            /** @description By their beginning. */
            items: components["schemas"]["ShiftView"][];
        };
        /** @description How far one has read. */
        Seen: {
            /** @description All up to this moment. */
            up_to: components["schemas"]["Timestamp"];
        };
        /** @description How far somebody has read. */
        SeenBody: {
            /** @description The `key` of the newest notice seen. */
            up_to: string;
        };
        /** @description The person of a session. */
        SessionPerson: {
            /** @description Id. */
            id: string;
            /** @description Login. */
            login: string;
            /** @description Name. */
            name: string;
        };
        /** @description A post of a session. */
        SessionPost: {
            /** @description The area. */
            area: components["schemas"]["AreaRef"];
            /** @description True when the person stands in. */
            deputy: boolean;
            /** @description Id. */
            id: string;
            /** @description Kind. */
            kind: string;
            /** @description The kind's name. */
            name: components["schemas"]["Text"];
            /** @description The unit. */
            unit: components["schemas"]["UnitRef"];
        };
        /** @description Who is logged in, and what that allows. */
        SessionView: {
            /** @description The actions allowed on some thing. */
            actions: string[];
            /** @description To be repeated in `x-csrf-token` on every write. */
            csrf: string;
            /** @description The language of this answer. */
            language: components["schemas"]["Lang"];
            /** @description The person. */
            person: components["schemas"]["SessionPerson"];
            /** @description The posts held now, also as deputy. */
            posts: components["schemas"]["SessionPost"][];
        };
        /**
         * @description How bad a problem is.
         * @enum {string}
         */
        Severity: "error" | "warning";
        /** @description Something wrong in a workbook. */
        SheetProblem: {
            /** @description The column's heading. */
            column: string;
            /** @description What is expected. */
            expected: string;
            /** @description The row as the program shows it, the heading is 1. */
            row: number;
            /** @description The value. */
            value: string;
        };
        /** @description What taking in a workbook found and did. */
        SheetReport: {
            /**
             * Format: int64
             * @description What is new: units, or people and posts.
             */
            added: number;
            /**
             * Format: int64
             * @description What was different.
             */
            changed: number;
            /** @description Only tried. */
            dry_run: boolean;
            /** @description It was kept: nothing was wrong, and it was not only tried. */
            imported: boolean;
            /** @description What is wrong, by row. */
            problems: components["schemas"]["CellProblem"][];
            /**
             * Format: int64
             * @description Rows read.
             */
            rows: number;
            /** @description Name of the sheet that was read: the first. */
            sheet: string;
            /**
             * Format: int64
             * @description What was so already.
             */
            unchanged: number;
        };
        /** @description A shift as staff see it. */
        ShiftView: {
            /** @description From when. */
            from: components["schemas"]["Timestamp"];
            /** @description Its id. */
            id: string;
            /** @description Who. */
            person: components["schemas"]["PersonRef"];
            /** @description To when. */
            to: components["schemas"]["Timestamp"];
        };
        /** @description The deployment. */
        Site: {
            basemap?: components["schemas"]["Basemap"] | null;
            /** @description West, south, east, north in degrees. */
            bounds?: number[] | null;
            /** @description Longitude and latitude of the middle. */
            center?: number[] | null;
            /** @description True in a demo: accounts are shown on the login page. */
            demo: boolean;
            /** @description Accounts to try, in a demo only. */
            demo_accounts: components["schemas"]["DemoAccount"][];
            /** @description The password of the demo accounts, in a demo only. */
            demo_password?: string | null;
            /** @description Languages of the screens. */
            languages: string[];
            /**
             * Format: int64
             * @description Largest attachment in bytes.
             */
            max_upload_bytes: number;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            root?: components["schemas"]["AreaRef"] | null;
            /** @description IANA time zone. */
            zone: string;
        };
        /** @description A group with its number. */
        Slice: {
            /** @description Code. */
            key: string;
            /**
             * Format: int64
             * @description How many.
             */
            n: number;
            name?: components["schemas"]["Text"] | null;
        };
        /** @description A standard address, to the level that is known of it. */
        StandardAddress: {
            /** @description Other names. */
            aliases: string[];
            /** @description The words mean something close by. */
            beside: boolean;
            /**
             * Format: int64
             * @description How many addresses stand right under it; for staff.
             */
            children?: number | null;
            grid?: components["schemas"]["AreaRef"] | null;
            /** @description Finds it again: `under` of a list. */
            id: string;
            /**
             * Format: double
             * @description Degrees north.
             */
            lat?: number | null;
            /** @description `area`, `road`, `group`, `number`, `estate`, `spot`, `building`, `unit` or `room`. */
            level: string;
            /**
             * Format: double
             * @description Degrees east, WGS-84.
             */
            lon?: number | null;
            missing?: components["schemas"]["AddressMissing"] | null;
            /** @description Its last part. */
            name: string;
            /** @description Its levels below the village. */
            parts: components["schemas"]["AddressParts"];
            /** @description The areas from the top to the grid. */
            path: components["schemas"]["AreaRef"][];
            /** @description The record of it; for staff. */
            record?: string | null;
            /**
             * Format: double
             * @description From 0 to 1, how well the words fit; of an answer.
             */
            score?: number | null;
            /** @description All of it in words. */
            text: string;
        };
        /** @description A state with its phase. */
        StateRef: {
            /** @description Code in the case type. */
            code: string;
            /** @description The name. */
            name: components["schemas"]["Text"];
            /** @description `intake`, `verify`, `dispatch`, `work`, `arbitrate`, `check`, `feedback`, `rest`, `end`. */
            phase: string;
        };
        /** @description Numbers of a period. */
        Stats: {
            /**
             * Format: int64
             * @description How many facts of the ledger are not counted yet.
             */
            behind: number;
            /** @description First day. */
            from: string;
            /** @description When the first day began. */
            from_at: components["schemas"]["Timestamp"];
            hours?: components["schemas"]["StatsHours"] | null;
            /** @description First month of `hours`, which are kept by month. */
            hours_from: string;
            /** @description Last month of `hours`. */
            hours_to: string;
            /** @description The groups, when told apart. */
            rows: components["schemas"]["StatsRow"][];
            /** @description Last day. */
            to: string;
            /** @description When the last day ended, or ends. */
            to_at: components["schemas"]["Timestamp"];
            /** @description All groups together. */
            total: components["schemas"]["Numbers"];
        };
        /** @description Hours from registration, at most 3.2 % off. */
        StatsHours: {
            /**
             * Format: double
             * @description Half of the first answers came within so many hours.
             */
            answer_median?: number | null;
            /**
             * Format: double
             * @description Nine of ten first answers.
             */
            answer_p90?: number | null;
            /**
             * Format: double
             * @description Half of the cases ended within so many hours.
             */
            close_median?: number | null;
            /**
             * Format: double
             * @description Nine of ten cases.
             */
            close_p90?: number | null;
        };
        /** @description One group. */
        StatsRow: components["schemas"]["Numbers"] & {
            area?: components["schemas"]["Named"] | null;
            category?: components["schemas"]["Named"] | null;
            /** @description The channel. */
            channel?: string | null;
            from_at?: components["schemas"]["Timestamp"] | null;
            hours?: components["schemas"]["StatsHours"] | null;
            /** @description Day `2026-11-21` or month `2026-11`. */
            period?: string | null;
            to_at?: components["schemas"]["Timestamp"] | null;
            unit?: components["schemas"]["Named"] | null;
        };
        /** @description A step of the timeline: one fact of the ledger. */
        StepView: {
            /** @description The action. */
            action: string;
            /** @description Who. */
            actor: components["schemas"]["ActorView"];
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description What changed, as the fact says it. */
            changes: Record<string, never>[];
            /** @description Hash of the fact. */
            hash: string;
            name?: components["schemas"]["Text"] | null;
            /** @description Pictures and files. */
            photos: components["schemas"]["AttachmentView"][];
            /**
             * Format: int64
             * @description Number of the fact.
             */
            seq: number;
            state?: components["schemas"]["StateRef"] | null;
            /** @description Words. */
            texts: components["schemas"]["Words"][];
        };
        /** @description A text that speaks of some matter. */
        SuggestBody: {
            /** @description Also categories that are not public; needs the action `pack.read`. */
            all?: boolean;
            /** @description What was written; at most 4,000 characters. It is not kept. */
            text: string;
        };
        /** @description What a text may speak of. */
        Suggested: {
            /** @description At most three, the likeliest first; none when nothing was recognised. */
            items: components["schemas"]["SuggestedCategory"][];
        };
        /** @description A category that a text may speak of. */
        SuggestedCategory: {
            /** @description Names of the categories above it, from the top. */
            above: components["schemas"]["Text"][];
            /** @description Its code. */
            code: string;
            /**
             * Format: double
             * @description 0 to 1.
             */
            confidence: number;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description Its pack. */
            pack: string;
            /** @description Why: the words of the category that were found in the text. */
            words: string[];
        };
        /** @description An order with its case. */
        SupervisionOrder: {
            /** @description The case. */
            case: components["schemas"]["CaseRow"];
            /** @description The order. */
            order: components["schemas"]["OrderView"];
        };
        /**
         * @description A task's state.
         * @enum {string}
         */
        TaskState: "open" | "signed" | "done" | "returned" | "withdrawn";
        /** @description A task with the names it needs. */
        TaskView: {
            done_at?: components["schemas"]["Timestamp"] | null;
            due_at?: components["schemas"]["Timestamp"] | null;
            /** @description Ordinal. */
            id: string;
            /** @description Leads. */
            lead: boolean;
            /** @description Name of the person it was handed to. */
            person?: string | null;
            /** @description When it was sent. */
            sent_at: components["schemas"]["Timestamp"];
            signed_at?: components["schemas"]["Timestamp"] | null;
            /** @description Where it stands. */
            state: components["schemas"]["TaskState"];
            /** @description The unit that owes it. */
            unit: components["schemas"]["Named"];
        };
        /** @description Who works an area. */
        Team: {
            /** @description The area. */
            area: components["schemas"]["AreaRef"];
            /** @description The seats that packs ask for, then whatever else is held here. */
            seats: components["schemas"]["TeamSeat"][];
        };
        /** @description A kind of post in a team, with those who hold it. */
        TeamSeat: {
            /** @description The kind. */
            kind: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description Who holds it, those of the area itself first; fewer than `want`: vacant. */
            posts: components["schemas"]["PostView"][];
            /** @description How many there are to be; 0 for what no pack asks for. */
            want: number;
        };
        /** @description A name or a text in Chinese and, where there is one, English. */
        Text: {
            /** @description English. */
            en?: string | null;
            /** @description Chinese. */
            zh: string;
        };
        /** @description What describes a set of tiles (TileJSON 3.0.0). */
        TileJson: {
            /** @description West, south, east, north in degrees. */
            bounds?: number[] | null;
            /**
             * Format: int32
             * @description Deepest zoom with tiles; nearer than that they are drawn larger.
             */
            maxzoom: number;
            /**
             * Format: int32
             * @description Smallest zoom with tiles.
             */
            minzoom: number;
            /** @description Name. */
            name: string;
            /** @description Version of the description's format. */
            tilejson: string;
            /** @description Addresses, relative to the server. */
            tiles: string[];
            /** @description What is in a tile. */
            vector_layers: components["schemas"]["TileLayer"][];
        };
        /** @description A layer of a tile. */
        TileLayer: {
            /** @description What is told of each thing, and of what kind that is. */
            fields: {
                [key: string]: string;
            };
            /** @description Name. */
            id: string;
            /** @description From which zoom on each level is drawn, by the level's id. */
            levels?: {
                [key: string]: number;
            };
        };
        /** Format: date-time */
        Timestamp: string;
        /** @description An act of the reporter. */
        TokenActBody: {
            /** @description What the form of the offer asks for. */
            input?: {
                [key: string]: unknown;
            };
            /** @description The token. */
            token: string;
        };
        /** @description A page of what one is told, newest first. */
        ToldPage: {
            /** @description Newest first. */
            items: components["schemas"]["ToldView"][];
            /** @description Give it as `after` for the next page; absent on the last. */
            next?: string | null;
            /**
             * Format: int64
             * @description How many are new, up to 100.
             */
            unseen: number;
        };
        /** @description Something that one is told. */
        ToldView: {
            /** @description Ids, codes and moments, by kind. */
            about: Record<string, never>;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            from?: components["schemas"]["PersonRef"] | null;
            /** @description What `after` takes. */
            key: string;
            /** @description `hand_over`, `hand_back`, `duty_unattended`, `duty_handed`, `campaign_unplanned`. */
            kind: string;
            /** @description It was read. */
            seen: boolean;
        };
        /** @description An area that a change touches. */
        TouchedArea: components["schemas"]["Area"] & {
            /**
             * Format: double
             * @description Ground that it had before, m².
             */
            before_m2?: number | null;
            /** @description What becomes of it. */
            fate: components["schemas"]["Fate"];
            /** @description Its ground as it will be, GeoJSON. */
            geometry?: Record<string, never> | null;
        };
        /** @description A report as its reporter follows it. */
        Track: {
            /** @description What may be done now. */
            can: components["schemas"]["Can"];
            category?: components["schemas"]["Named"] | null;
            closed_at?: components["schemas"]["Timestamp"] | null;
            due_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: double
             * @description Degrees north.
             */
            lat?: number | null;
            /**
             * Format: double
             * @description Degrees east.
             */
            lon?: number | null;
            /** @description The case it was joined to. */
            merged_into?: string | null;
            /** @description One number for life. */
            number: string;
            /** @description What else the pack lets the reporter do now, in words alone: correct, withdraw, urge. */
            offers: components["schemas"]["Offer"][];
            /** @description How it ended. */
            outcome?: string | null;
            /** @description Papers that the reporter may have. */
            papers: components["schemas"]["CasePaper"][];
            /** @description All pictures of public steps. */
            photos: components["schemas"]["PhotoRef"][];
            /** @description Where. */
            place: components["schemas"]["TrackPlace"];
            rating?: components["schemas"]["RatingView"] | null;
            /** @description When it was registered. */
            registered_at: components["schemas"]["Timestamp"];
            /** @description State. */
            state: components["schemas"]["StateRef"];
            /** @description The public steps, oldest first. */
            steps: components["schemas"]["TrackStep"][];
            /** @description What was written. */
            text?: string | null;
        };
        /** @description Where, for the reporter. */
        TrackPlace: {
            /** @description In words. */
            address?: string | null;
            /** @description The areas from the top. */
            path: components["schemas"]["AreaRef"][];
        };
        /** @description A step that the reporter may see. */
        TrackStep: {
            /** @description The action. */
            action: string;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            by_unit?: components["schemas"]["Text"] | null;
            name?: components["schemas"]["Text"] | null;
            /** @description Pictures. */
            photos: components["schemas"]["PhotoRef"][];
            /** @description What was said. */
            text?: string | null;
        };
        /** @description A page of the record. */
        Trail: {
            /** @description The chains there are for this reader. */
            homes: components["schemas"]["TrailHome"][];
            /** @description The latest first; may be fewer than asked for, even none, while there is a `next`. */
            items: components["schemas"]["TrailEntry"][];
            /**
             * Format: int64
             * @description How many entries were looked at.
             */
            looked: number;
            /** @description Where to go on looking. */
            next?: string | null;
        };
        /** @description One fact as the reviewer sees it. */
        TrailEntry: {
            /** @description What was done. */
            action: string;
            /** @description Who. */
            actor: string;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description What the fact says: references and codes, never personal values. */
            data: Record<string, never>;
            /** @description Its hash. */
            hash: string;
            /** @description Their name, when it is a person who still has one. */
            name?: string | null;
            /** @description Its number, when it is a case. */
            number?: string | null;
            /**
             * Format: int64
             * @description Its place in the chain of its home: 1, 2, 3, …
             */
            pos: number;
            /** @description The post in which it was done. */
            post?: string | null;
            /** @description Hash of the entry before it in its stream; empty for the first. */
            prev_hash: string;
            /**
             * Format: int64
             * @description Which entry of that.
             */
            seq: number;
            /** @description What it is about: `case/<id>`, `person/<id>`, `unit/<code>`. */
            stream: string;
        };
        /** @description A home with its own chain. */
        TrailHome: {
            /** @description `global`, or the code of a county. */
            code: string;
            name?: components["schemas"]["Text"] | null;
        };
        /** @description A unit as answers name it. */
        UnitRef: {
            /** @description Code. */
            code: string;
            /** @description Name. */
            name: components["schemas"]["Text"];
        };
        /** @description A unit. */
        UnitView: {
            /** @description Where it sits. */
            area: components["schemas"]["AreaRef"];
            /** @description The codes down to that area. */
            area_path: string;
            /** @description Code. */
            code: string;
            /** @description How to reach it (of a single unit, not in lists). */
            contact?: string | null;
            /** @description True when it is no more. */
            ended: boolean;
            /** @description What it can do. */
            functions: string[];
            /** @description The level of that area. */
            level: string;
            /** @description Name. */
            name: components["schemas"]["Text"];
            /** @description The unit it belongs to. */
            parent?: string | null;
        };
        /** @description How an upload stands. */
        UploadView: {
            /** @description When it is thrown away unless something is done with it. */
            expires_at: components["schemas"]["Timestamp"];
            file?: components["schemas"]["FileView"] | null;
            /** @description What a command attaches. */
            id: string;
            /**
             * Format: int64
             * @description Bytes in all.
             */
            length: number;
            /**
             * Format: int64
             * @description Bytes that are safe.
             */
            received: number;
        };
        /** @description Something vacant. */
        Vacancy: {
            /** @description Where. */
            area: components["schemas"]["AreaRef"];
            /** @description The codes down to it. */
            area_path: string;
            /** @description How many there are. */
            have: number;
            /** @description Kind of the post. */
            kind: string;
            /** @description The kind's name. */
            name: components["schemas"]["Text"];
            post?: components["schemas"]["PostView"] | null;
            /** @description How many there are to be. */
            want: number;
            /** @description Why. */
            why: components["schemas"]["Why"];
        };
        /** @description One version of a pack. */
        VersionInfo: {
            /** @description When it came into the house. */
            added_at: components["schemas"]["Timestamp"];
            /** @description Who brought it. */
            added_by: string;
            /** @description Whether it is the one in use. */
            enabled: boolean;
            /** @description SHA-256 of its canonical JSON, hexadecimal. */
            hash: string;
            /** @description Three numbers: `1.4.0`. */
            version: string;
        };
        /** @description A campaign on a visit. */
        VisitCampaign: {
            /** @description The campaign. */
            id: string;
            /** @description Its last day. */
            last_day: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description For when this visit is planned; none when no day is left, or when it is late. */
            planned_on?: string | null;
            /**
             * Format: int64
             * @description Visits on which nobody was met.
             */
            tries: number;
        };
        /** @description The form that is handed out. */
        VisitForm: {
            /** @description Its id. */
            form_id: string;
            /** @description Its version. */
            version: string;
            /** @description The XForm, with what is known in it. */
            xform: string;
        };
        /** @description A module that is due. */
        VisitModule: {
            /** @description The module. */
            code: string;
            /** @description Who asks. */
            department: components["schemas"]["Text"];
            /** @description Its name. */
            name: components["schemas"]["Text"];
        };
        /** @description Nobody was met. */
        VisitNotMet: {
            /** @description Why. */
            reason: components["schemas"]["VisitNotMetReason"];
            /** @description In words. */
            words?: string | null;
        };
        /**
         * @description Why nobody was met.
         * @enum {string}
         */
        VisitNotMetReason: "nobody_home" | "refused" | "gone";
        /** @description A visit in a list. */
        VisitRow: {
            /** @description The campaigns that it serves. */
            campaigns: components["schemas"]["VisitCampaign"][];
            /** @description The earliest day on which one of the modules should be answered. */
            due_on: string;
            /** @description The visit: stable for its subject. */
            id: string;
            /** @description That day is over. */
            late: boolean;
            /** @description Minutes that it takes, as far as can be told. */
            minutes: number;
            /** @description What is due. */
            modules: components["schemas"]["VisitModule"][];
            /** @description Questions of the composed form at most. */
            questions: number;
            /** @description What registers did not take of the last visit. */
            refused?: components["schemas"]["FormRefusedValue"][];
            /** @description Where it stands. */
            state: components["schemas"]["VisitState"];
            /** @description Whom or what. */
            subject: components["schemas"]["VisitSubject"];
            /** @description The day that is asked for carries it; else it waits for another, unless somebody goes there anyway. */
            today: boolean;
        };
        /**
         * @description Where a visit stands.
         * @enum {string}
         */
        VisitState: "due" | "done" | "not_met";
        /** @description A subject as a list of visits shows it. */
        VisitSubject: {
            /** @description The code of its area. */
            area: string;
            /** @description The area's name. */
            area_name: components["schemas"]["Text"];
            /** @description Its record. */
            id: string;
            /** @description Its kind. */
            kind: string;
            /** @description The kind's name. */
            kind_name: components["schemas"]["Text"];
            /** @description An open address, name or number. */
            label: string;
            /**
             * Format: double
             * @description Degrees north.
             */
            lat?: number | null;
            /**
             * Format: double
             * @description Degrees east, WGS-84.
             */
            lon?: number | null;
        };
        /** @description A submission was taken. */
        VisitSubmitted: {
            /** @description The instance. */
            instance_id: string;
            /** @description Files that it names and that did not come yet: sent later with the same submission again. */
            missing: string[];
        };
        /** @description A visit with its form. */
        VisitView: components["schemas"]["VisitRow"] & {
            /** @description The form. */
            form: components["schemas"]["VisitForm"];
            /** @description What ids of instances begin with. */
            instance_id_prefix: string;
            /** @description What stands behind it. */
            plan: components["schemas"]["FormPlan"];
        };
        /** @description A subscription as administrators see it. */
        WebhookView: {
            /** @description Code of an area; empty: everywhere. */
            area: string;
            /** @description When it was set last. */
            changed_at: components["schemas"]["Timestamp"];
            /** @description Since when. */
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Deliveries that were given up.
             */
            dead: number;
            /** @description Events are sent; else they wait. */
            enabled: boolean;
            /** @description Types of events; empty: all. */
            events: string[];
            /** @description Id. */
            id: string;
            /** @description What it is called. */
            name: string;
            /** @description Where to. */
            url: string;
            /**
             * Format: int64
             * @description Deliveries that wait.
             */
            waiting: number;
        };
        /**
         * @description Why something is vacant.
         * @enum {string}
         */
        Why: "missing" | "ended" | "no_deputy";
        /** @description Why a unit is proposed. */
        WhyView: {
            /** @description Units that assist. */
            assists: components["schemas"]["Named"][];
            /** @description Clock codes and names by kind. */
            clocks: {
                [key: string]: components["schemas"]["Named"];
            };
            /** @description The rules before it. */
            missed: components["schemas"]["MissedView"][];
            /** @description Priority. */
            priority: string;
            /** @description Code of the rule, or id of the entry. */
            rule?: string | null;
            rule_name?: components["schemas"]["Text"] | null;
            /** @description The case in which an arbiter ruled. */
            ruling?: string | null;
            /** @description `catalogue`, `ruling`, `route`, `none`. */
            source: string;
            unit?: components["schemas"]["Named"] | null;
            /** @description What the rule looked at. */
            values: Record<string, never>[][];
        };
        /** @description An area that somebody wants to follow. */
        Wish: {
            /** @description Code of the area; everything under it belongs to it. */
            area: string;
            /** @description Codes of categories, each with everything below; empty: all. At most 20. */
            categories?: string[];
            /** @description `now`, `day` or `week`. */
            pace?: components["schemas"]["Pace"];
        };
        /** @description A subscription with its secret, which is told in this answer only. */
        WithSecret: components["schemas"]["WebhookView"] & {
            /** @description `whsec_…`: 256 bits in base64. */
            secret: string;
        };
        /** @description Words in a step. */
        Words: {
            /** @description The input they answer, or `reply`. */
            key: string;
            /** @description The reporter may read them. */
            public: boolean;
            /** @description The words; absent once erased. */
            text?: string | null;
        };
        /** @description An open task that names a person. */
        WorkItem: {
            category?: components["schemas"]["Named"] | null;
            due_at?: components["schemas"]["Timestamp"] | null;
            /** @description The task leads (主办). */
            lead: boolean;
            /** @description Number of the case, for whoever may read it. */
            number?: string | null;
            /** @description When the case was registered. */
            registered_at: components["schemas"]["Timestamp"];
            /** @description Where the case stands. */
            state: components["schemas"]["StateRef"];
            /** @description The unit that owes the task. */
            unit: components["schemas"]["Named"];
        };
        /** @description A calendar as it was written for an area. */
        WrittenCalendar: {
            /** @description Code of the area; missing for the default of all. */
            area?: string | null;
            /** @description Since when. */
            changed_at: components["schemas"]["Timestamp"];
            name?: components["schemas"]["Text"] | null;
            /** @description As written: `base`, `zone`, `weekend`, `hours`, `listed_years`, `holidays`, `makeup_workdays`. */
            spec: Record<string, never>;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
