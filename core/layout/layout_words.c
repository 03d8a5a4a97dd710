/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout_words.c - words that headers are made of, in several languages.
 */
#include <stdlib.h>
#include <string.h>

#include "layout_impl.h"

enum { LONGEST_WORD = 15 };

/* Sorted by bytes, lower case. */
static const char	words[][LONGEST_WORD + 1] = {
	"address", "adresse", "age", "amount", "annee", "anzahl", "apellido",
	"author", "balance", "betrag", "birthday", "brand", "category",
	"cidade", "citta", "city", "ciudad", "class", "code", "codigo",
	"comment", "comments", "commune", "company", "cost", "count",
	"country", "county", "created", "currency", "customer", "data",
	"date", "date_naissance", "datum", "day", "departement", "department",
	"description", "direccion", "district", "duration", "einheit",
	"email", "end", "event", "fecha", "field", "file", "filename",
	"firstname", "gemeinde", "gender", "group", "height", "hour", "id",
	"image", "importe", "index", "jahr", "job", "kategorie", "key",
	"kind", "label", "land", "language", "last_name", "lastname", "lat",
	"latitude", "length", "level", "libelle", "link", "location", "lon",
	"long", "longitude", "mail", "max", "message", "min", "mode", "model",
	"mois", "monat", "montant", "month", "naam", "name", "nom", "nombre",
	"nome", "notes", "number", "nummer", "ordre", "ort", "owner", "page",
	"pays", "percent", "phone", "plz", "population", "position",
	"postcode", "preis", "prenom", "price", "prix", "product", "provider",
	"province", "quantity", "rank", "rate", "rating", "region", "remarks",
	"role", "salary", "score", "season", "serial", "sex", "sexe", "size",
	"source", "stadt", "start", "state", "station", "status", "strasse",
	"street", "subject", "sum", "summe", "supplier", "surname", "team",
	"tel", "telefon", "telephone", "temperature", "text", "time",
	"timestamp", "title", "total", "typ", "type", "unit", "updated",
	"url", "user", "username", "valeur", "valor", "value", "version",
	"ville", "volume", "weight", "wert", "width", "year", "zip", "zipcode"
};

bool
is_header_word(const char *p, size_t n)
{
	char	word[LONGEST_WORD + 1] = "";
	size_t	low = 0, high = sizeof(words) / sizeof(words[0]);

	if (n == 0 || n > LONGEST_WORD)
		return false;
	for (size_t i = 0; i < n; i++)
		word[i] = p[i] >= 'A' && p[i] <= 'Z' ? (char)(p[i] + 32) :
		    p[i];
	while (low < high) {
		size_t	mid = low + (high - low) / 2;
		int	order = strcmp(word, words[mid]);

		if (order == 0)
			return true;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return false;
}
